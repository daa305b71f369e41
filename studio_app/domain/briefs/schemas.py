"""Values of questionnaires and briefs: typed questions, and what a page shows of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class QuestionKind(StrEnum):
    """How a question is answered, and the type of its answer."""

    CHOICE = "choice"  # str: one of the options
    MULTI = "multi"  # list[str]: some of the options
    NUMBER = "number"  # int
    TEXT = "text"  # str
    LIST = "list"  # list[str]: one thing a line
    MONEY = "money"  # int: whole units of the studio's currency


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Frozen):
    """A short text in both languages."""

    ru: str
    en: str

    def of(self, locale: str) -> str:
        """The text in `locale`; Russian for an unknown one."""
        return self.en if locale == "en" else self.ru


class Option(_Frozen):
    """One possible answer."""

    value: str
    label: Words
    hint: Words | None = None


class Question(_Frozen):
    """A question of a questionnaire; `key` is what the calculator and the proposal read."""

    key: str
    kind: QuestionKind
    section: Words  # neighbours with the same section stand together
    label: Words
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None


Answers = dict[str, Any]
"""Answers by question key, typed as the question's kind says; unanswered keys are absent."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer is not taken: `error.invalid.<reason>` filled with `params` says it."""

    key: str
    reason: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of several answers to one question shall stand: `text`, out of what was `offered`."""

    text: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What one page of a brief says.

    `seen` holds what the page showed before it was touched; None overwrites whatever stands. `page` names the
    page, so that a save whose answer was lost on the way does not meet itself.
    """

    answers: Mapping[str, Any]
    seen: Mapping[str, str] | None = None
    page: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict[str, Choice])


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document and the address of its link on our site."""

    document_id: str
    path: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    """What the client's page shows."""

    document_id: str
    deal_id: str
    revision: int
    locale: str
    title: str
    contact_name: str
    questions: tuple[Question, ...]
    answers: Answers
    refused: Mapping[str, str]
    """Texts that are no usable answers, by question: their fields show them."""
    rivals: Mapping[str, tuple[str, ...]]
    """The answers between which somebody has to choose, the one that stands first."""
    problems: tuple[AnswerProblem, ...]
    submitted: bool
    currency: str


@dataclass(frozen=True, slots=True)
class AnswersSaved:
    """How far the brief is filled in, and which of its answers are not usable as they stand."""

    answered: int
    total: int
    problems: tuple[AnswerProblem, ...]
