"""A brief as its template shows it: sections of fields, each with its value, choices and complaint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.domain.briefs.schemas import AnswerProblem, Answers, BriefPage, Question, QuestionKind
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
    choices: tuple[ChoiceView, ...]
    problem: str
    shown: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """Neighbouring questions about one thing."""

    title: str
    fields: tuple[FieldView, ...]


def sections_of(
    brief: BriefPage, *, posted: Posted | None = None, problems: Sequence[AnswerProblem] = ()
) -> tuple[SectionView, ...]:
    """The sections in order; what was just posted stands in the fields, else what was saved."""
    complaints = {problem.key: _sentence(problem, brief.locale) for problem in problems}
    fields = [
        (q.section.of(brief.locale), _field(q, brief, posted, complaints.get(q.key, ""))) for q in brief.questions
    ]
    return tuple(
        SectionView(title=title, fields=tuple(field for _, field in group))
        for title, group in groupby(fields, key=lambda pair: pair[0])
    )


def given(brief: BriefPage, posted: Posted) -> dict[str, Any]:
    """What a posted form says to each question; a box that nobody ticked is not posted and means nothing chosen."""
    return {
        question.key: posted.get(question.key, [])
        if question.kind is QuestionKind.MULTI
        else "\n".join(posted.get(question.key, []))
        for question in brief.questions
    }


def _field(question: Question, brief: BriefPage, posted: Posted | None, problem: str) -> FieldView:
    saved = brief.answers.get(question.key)
    chosen = set(posted.get(question.key, [])) if posted is not None else _chosen(saved)
    return FieldView(
        key=question.key,
        kind=question.kind.value,
        label=question.label.of(brief.locale),
        hint=question.hint.of(brief.locale) if question.hint else "",
        required=question.required,
        value="\n".join(posted.get(question.key, [])) if posted is not None else _text(question, saved, brief.locale),
        choices=tuple(
            ChoiceView(
                value=option.value,
                label=option.label.of(brief.locale),
                hint=option.hint.of(brief.locale) if option.hint else "",
                checked=option.value in chosen,
            )
            for option in question.options
        ),
        problem=problem,
        shown=_shown(question, brief.answers, brief.locale, brief.currency),
        minimum=question.minimum,
        maximum=question.maximum,
    )


def _chosen(saved: object) -> set[str]:
    return {str(item) for item in saved} if isinstance(saved, list) else {str(saved)}


def _text(question: Question, saved: Any, locale: str) -> str:
    if saved is None:
        return ""
    if question.kind is QuestionKind.LIST:
        return "\n".join(saved)
    return fmt.number(saved, locale) if question.kind is QuestionKind.MONEY else str(saved)


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
    return _text(question, saved, locale)


def _sentence(problem: AnswerProblem, locale: str) -> str:
    numbers = {
        name: fmt.number(value, locale) if isinstance(value, int) else value for name, value in problem.params.items()
    }
    return translate(locale, f"error.invalid.{problem.reason}", **numbers)
