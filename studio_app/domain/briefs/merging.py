"""One brief filled in on several devices: merged by question, nothing that was typed is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from studio_app.core.errors import Invalid
from studio_app.domain.briefs.answers import MUST_CHOOSE, read_answer
from studio_app.domain.briefs.schemas import AnswerProblem, Choice, Filled, Question, QuestionKind

MAX_BESIDE = 300_000
"""Characters of refused and rival texts that one brief keeps: more than a person types."""
MAX_RIVALS = 10
"""Answers of other pages that wait beside one answer until somebody chooses; each is compared with all."""


@dataclass(frozen=True, slots=True)
class AnswerState:
    """The answer to one question at this moment.

    `refused` is a text that is no usable answer, kept until it is replaced; `answer` is then the last usable one.
    `page` is the page that gave what stands. `rivals` are texts of other pages, by page, until somebody chooses.
    """

    answer: Any = None
    refused: str | None = None
    page: str = ""
    rivals: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def text(self) -> str:
        """What the field of the question shows, one item a line."""
        return as_text(self.answer) if self.refused is None else self.refused

    def beside(self) -> dict[str, Any]:
        """What is kept beside the answer."""
        kept = {"refused": self.refused, "page": self.page, "rivals": dict(self.rivals)}
        return {name: value for name, value in kept.items() if value not in (None, "", {})}


def answer_state(answers: Mapping[str, Any], beside: Mapping[str, Any], key: str) -> AnswerState:
    """The answer to the question `key`, as it is stored."""
    return AnswerState(answer=answers.get(key), **beside.get(key, {}))


def as_text(value: Any) -> str:
    """A value as a form shows or posts it, as one text: one item a line."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in cast("list[object]", value))
    return "" if value is None else str(value)


def as_given(question: Question, text: str) -> str | list[str]:
    """The other way round: what a form would post."""
    return text.split("\n") if question.kind is QuestionKind.MULTI else text


def same(question: Question, one: str, other: str) -> bool:
    """Whether both texts give the same answer, however they are written."""
    if one == other:
        return True
    try:
        return read_answer(question, as_given(question, one)) == read_answer(question, as_given(question, other))
    except Invalid:
        return False


def merge(question: Question, state: AnswerState, filled: Filled) -> AnswerState:
    """What one page says to a question, merged into how it stands.

    What the page has not touched stays. Where another page has given another answer since this one looked,
    that answer stands, and this page's becomes its rival. A choice ends the rivals that it was made between.
    """
    key, page = question.key, filled.page
    if key in filled.choices:
        return _choose(question, state, filled.choices[key], page)
    if key not in filled.answers:
        return state
    mine = as_text(filled.answers[key])
    others = {whose: text for whose, text in state.rivals.items() if whose != page}
    seen = state.text if filled.seen is None else filled.seen.get(key, "")
    own = bool(page) and state.page == page
    if same(question, mine, seen) and not own:
        return replace(state, rivals=others)
    if own or same(question, state.text, mine) or same(question, state.text, seen):
        return replace(_put(question, state, mine, page), rivals=others)
    return replace(state, rivals={**others, page: mine})


def rivals_of(question: Question, state: AnswerState) -> tuple[str, ...]:
    """The answers between which somebody has to choose, the one that stands first; none where all agree."""
    texts: list[str] = []
    for text in (state.text, *state.rivals.values()):
        if not _among(question, text, texts):
            texts.append(text)
    return tuple(texts) if len(texts) > 1 else ()


def problem_of(question: Question, state: AnswerState) -> AnswerProblem | None:
    """Why the question needs its reader once more; None where all is well."""
    if rivals_of(question, state):
        return AnswerProblem(question.key, MUST_CHOOSE, {})
    if state.refused is None:
        return None
    try:
        read_answer(question, as_given(question, state.refused))
    except Invalid as error:
        return AnswerProblem(question.key, error.reason, error.params)
    return None


def _choose(question: Question, state: AnswerState, choice: Choice, page: str) -> AnswerState:
    known = [choice.text, *choice.offered]
    left = {whose: text for whose, text in state.rivals.items() if not _among(question, text, known)}
    if _among(question, state.text, known):
        return replace(_put(question, state, choice.text, page), rivals=left)
    return replace(state, rivals={**left, page: choice.text})


def _among(question: Question, text: str, texts: list[str]) -> bool:
    return any(same(question, text, one) for one in texts)


def _put(question: Question, state: AnswerState, text: str, page: str) -> AnswerState:
    try:
        answer = read_answer(question, as_given(question, text))
    except Invalid:
        return replace(state, refused=text, page=page)
    return replace(state, answer=answer, refused=None, page=page)
