"""The client's answers in words, for the people of the studio."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio_app.adapters.texts.catalogue import translate, translate_count
from studio_app.adapters.texts.format import money, number
from studio_app.core.money import Money
from studio_app.domain.briefs.schemas import BriefPage, Question, QuestionKind
from studio_app.domain.proposals.wishes import Beyond


def answered(brief: BriefPage | None, locale: str) -> Mapping[str, tuple[str, str]]:
    """The question and its answer in words by question key; only what has been answered."""
    if brief is None:
        return {}
    return {
        question.key: (question.label.of(locale), _words(question, brief.answers[question.key], brief.currency, locale))
        for question in brief.questions
        if question.key in brief.answers
    }


def beyond_words(gap: Beyond, locale: str) -> tuple[str, ...]:
    """By how much an offer is beyond the client's budget and time, a sentence each."""
    sentences: list[str] = []
    if gap.over:
        sentences.append(translate(locale, "brief.over_budget", amount=money(gap.over, locale)))
    if gap.uncompared:
        sentences.append(translate(locale, "brief.budget_elsewhere", budget=money(gap.uncompared, locale)))
    if gap.late:
        sentences.append(translate_count(locale, "brief.late", gap.late))
    return tuple(sentences)


def _words(question: Question, answer: Any, currency: str, locale: str) -> str:
    labels = {option.value: option.label.of(locale) for option in question.options}
    match question.kind:
        case QuestionKind.MULTI | QuestionKind.LIST:
            return ", ".join(labels.get(str(item), str(item)) for item in answer)
        case QuestionKind.NUMBER:
            return number(answer, locale)
        case QuestionKind.MONEY:
            return money(Money.from_major(Decimal(answer), currency), locale)
        case _:
            return labels.get(str(answer), str(answer))
