"""Answers as their questions want them: typed, within bounds, or a reason why not."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from studio_app.core.errors import Invalid
from studio_app.core.numbers import read_whole
from studio_app.core.readable import clean
from studio_app.domain.briefs.schemas import AnswerProblem, Answers, Question, QuestionKind

_DEFAULT_LENGTH = 3000
_LINE_LENGTH = 200
MUST_CHOOSE = "elsewhere"
"""The reason that stands at a question with two answers from two devices."""
_CURRENCY = re.compile(r"^[₽$€]|(?:[₽$€]|руб\.?|р\.?)$", re.IGNORECASE)  # the question says which one is meant


def read_answers(
    questions: Sequence[Question], given: Mapping[str, Any]
) -> tuple[Answers, tuple[str, ...], tuple[AnswerProblem, ...]]:
    """What `given` answers: the usable answers, the keys left empty, and the problems of the rest.

    Values may be typed or as a form posts them; keys that no question has are ignored.
    """
    answers: Answers = {}
    empty: list[str] = []
    problems: list[AnswerProblem] = []
    for question in questions:
        if question.key not in given:
            continue
        try:
            value = read_answer(question, given[question.key])
        except Invalid as error:
            problems.append(AnswerProblem(question.key, error.reason, error.params))
            continue
        if value is None:
            empty.append(question.key)
        else:
            answers[question.key] = value
    return answers, tuple(empty), tuple(problems)


def read_answer(question: Question, given: object) -> Any:
    """What `given` answers, as its question types it; None for nothing. Raises Invalid."""
    value = _READERS[question.kind](question, given)
    return None if value in ("", []) else value


def most_characters(question: Question) -> int | None:
    """How long an answer may be; None for questions whose answers are no texts."""
    return (question.maximum or _DEFAULT_LENGTH) if question.kind is QuestionKind.TEXT else None


def missing(questions: Sequence[Question], answers: Answers) -> tuple[AnswerProblem, ...]:
    """The required questions that `answers` leaves open."""
    return tuple(
        AnswerProblem(question.key, "unchosen" if question.options else "required", {})
        for question in questions
        if question.required and question.key not in answers
    )


def _choice(question: Question, value: object) -> str:
    chosen = str(value or "").strip()
    if chosen and chosen not in {option.value for option in question.options}:
        raise Invalid(field=question.key, reason="choice")
    return chosen


def _multi(question: Question, value: object) -> list[str]:
    chosen = {str(item).strip() for item in _items(value)} - {""}
    known = [option.value for option in question.options]
    if not chosen <= set(known):
        raise Invalid(field=question.key, reason="choice")
    return [option for option in known if option in chosen]


def _number(question: Question, value: object) -> int | None:
    if value is None or isinstance(value, bool):
        return None
    text = _CURRENCY.sub("", str(value).strip()).strip()
    if not text:
        return None
    number = read_whole(text, field=question.key)
    least, most = question.minimum, question.maximum
    if (least is not None and number < least) or (most is not None and number > most):
        raise Invalid(field=question.key, reason="between", minimum=least or 0, maximum=most or 10**12)
    return number


def _text(question: Question, value: object) -> str:
    text = _printable(value).strip()
    limit = most_characters(question)
    if limit is not None and len(text) > limit:
        raise Invalid(field=question.key, reason="too_long", maximum=limit)
    return text


def _list(question: Question, value: object) -> list[str]:
    texts = [_printable(item) for item in _items(value)]
    lines = [" ".join(line.split()) for text in texts for line in text.split("\n")]
    lines = list(dict.fromkeys(line for line in lines if line))
    if question.maximum is not None and len(lines) > question.maximum:
        raise Invalid(field=question.key, reason="too_many", maximum=question.maximum)
    if any(len(line) > _LINE_LENGTH for line in lines):
        raise Invalid(field=question.key, reason="too_long", maximum=_LINE_LENGTH)
    return lines


def _items(value: object) -> list[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    return [] if value is None else [value]


def _printable(value: object) -> str:
    return clean(str("" if value is None else value))


_READERS: Mapping[QuestionKind, Callable[[Question, object], object]] = {
    QuestionKind.CHOICE: _choice,
    QuestionKind.MULTI: _multi,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _number,
    QuestionKind.TEXT: _text,
    QuestionKind.LIST: _list,
}
