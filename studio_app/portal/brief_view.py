"""A brief as its template shows it: sections of fields, each with its value, choices and complaint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.domain.briefs.answers import most_characters
from studio_app.domain.briefs.merging import as_text, same
from studio_app.domain.briefs.schemas import AnswerProblem, Answers, BriefPage, Question, QuestionKind
from studio_app.portal.brief_form import SEEN, text_of
from studio_app.portal.forms import Posted


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One possible answer."""

    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question; `shown` is the answer as text for reading."""

    key: str
    kind: str
    label: str
    hint: str
    required: bool
    value: str
    seen: str
    """What the page shows before anybody touches it."""
    choices: tuple[ChoiceView, ...]
    rivals: tuple[ChoiceView, ...]
    """The answers of several devices between which the reader has to choose."""
    problem: str
    focus: bool
    shown: str
    longest: int | None
    """In characters."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """Neighbouring questions about one thing."""

    title: str
    fields: tuple[FieldView, ...]


def sections_of(
    brief: BriefPage, *, posted: Posted | None = None, problems: Sequence[AnswerProblem] = (), focus: bool = False
) -> tuple[SectionView, ...]:
    """The sections in order, each field with how its question stands and why it needs to be looked at.

    `posted` is what could not be stored: it stands in the fields then, with what its page had seen. With `focus`
    the first field with a problem takes it.
    """
    complaints = {problem.key: sentence(problem, brief.locale) for problem in (*problems, *brief.problems)}
    first = next((question.key for question in brief.questions if question.key in complaints), "") if focus else ""
    fields = [
        (q.section.of(brief.locale), _field(q, brief, posted, complaints.get(q.key, ""), focus=q.key == first))
        for q in brief.questions
    ]
    return tuple(
        SectionView(title=title, fields=tuple(field for _, field in group))
        for title, group in groupby(fields, key=lambda pair: pair[0])
    )


def unsent(brief: BriefPage, posted: Posted) -> tuple[tuple[str, str], ...]:
    """The questions that `posted` answers in another way than the brief that went off, each with what it says."""
    return tuple(
        (question.label.of(brief.locale), _words(question, text, brief.locale))
        for question in brief.questions
        if question.key in posted
        and not same(question, text := text_of(posted, question.key), as_text(brief.answers.get(question.key)))
        and not same(question, text, text_of(posted, SEEN + question.key))
    )


def _field(question: Question, brief: BriefPage, posted: Posted | None, problem: str, *, focus: bool) -> FieldView:
    key = question.key
    stored = brief.refused.get(key, _text(question, brief.answers.get(key)))
    value, seen = (stored, stored) if posted is None else (text_of(posted, key), text_of(posted, SEEN + key))
    chosen = set(value.split("\n"))
    return FieldView(
        key=key,
        kind=question.kind.value,
        label=question.label.of(brief.locale),
        hint=question.hint.of(brief.locale) if question.hint else "",
        required=question.required,
        value=value,
        seen=seen,
        choices=tuple(
            ChoiceView(
                value=option.value,
                label=option.label.of(brief.locale),
                hint=option.hint.of(brief.locale) if option.hint else "",
                checked=option.value in chosen,
            )
            for option in question.options
        ),
        rivals=tuple(
            ChoiceView(value=text, label=_words(question, text, brief.locale), hint="", checked=False)
            for text in brief.rivals.get(key, ())
        ),
        problem=problem,
        focus=focus,
        shown=_shown(question, brief.answers, brief.locale, brief.currency),
        longest=most_characters(question),
    )


def _words(question: Question, text: str, locale: str) -> str:
    labels = {option.value: option.label.of(locale) for option in question.options}
    return ", ".join(labels.get(item, item) for item in text.split("\n")) if labels else text


def _text(question: Question, saved: Any) -> str:
    """An answer as its field shows it: an amount grouped so that no language takes the group for a fraction."""
    if question.kind is QuestionKind.MONEY and saved is not None:
        return f"{saved:,}".replace(",", "\u00a0")
    return as_text(saved)


def _shown(question: Question, answers: Answers, locale: str, currency: str) -> str:
    saved = answers.get(question.key)
    if saved is None:
        return ""
    if question.options:
        labels: Mapping[str, str] = {option.value: option.label.of(locale) for option in question.options}
        chosen: list[str] = saved if isinstance(saved, list) else [saved]
        return ", ".join(labels.get(item, item) for item in chosen)
    if question.kind is QuestionKind.MONEY:
        return fmt.money(Money.from_major(Decimal(saved), currency), locale)
    return _text(question, saved)


def sentence(problem: AnswerProblem, locale: str) -> str:
    """The sentence that stands at the question."""
    numbers = {
        name: fmt.number(value, locale) if isinstance(value, int) else value for name, value in problem.params.items()
    }
    return translate(locale, f"error.invalid.{problem.reason}", **numbers)
