"""What the deal page tells of the choice on its proposal, before and after the answer."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.deals.history import history
from studio_app.domain.documents.models import Document
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.proposals.choosing import choose_offer
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from studio_app.workspace.deal.documents.rows import DocumentView
from studio_app.workspace.deal.history.load import words
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.view import page_view
from studio_app.workspace.history.sentences import HIDDEN, sentence
from tests import proposing


@pytest.fixture
def document(studio: Work) -> Document:
    return proposing.published(studio, locale="en")


def row(work: Work, document: Document, locale: str = "en") -> DocumentView:
    view = page_view(load_deal(work, deal_id=document.deal_id), locale)
    return next(one for one in view.documents if one.id == document.id)


def options(content: ProposalContent) -> dict[str, str]:
    return {line.key: line.name for line in content.lines if line.optional}


def pick(work: Work, document: Document, *ticked: str) -> None:
    choose_offer(work, token=proposing.token_of(work, document), tariff="premium", options=ticked)


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def total(work: Work, document: Document, *ticked: str) -> str:
    amount = proposing.content_of(work, document).totals(Tariff.PREMIUM, ticked).total
    assert amount == Money(amount.amount, "RUB")
    whole = Decimal(amount.amount) / 100
    return f"{whole:,.2f}".removesuffix(".00")


class TestBefore:
    def test_is_silent_until_somebody_chooses(self, studio: Work, document: Document) -> None:
        assert row(studio, document).choice == ""

    def test_says_what_is_chosen_at_present_with_its_sum(self, studio: Work, document: Document) -> None:
        (first, name), *_ = options(proposing.content_of(studio, document)).items()
        pick(studio, document, first)
        sum_ = total(studio, document, first)
        assert plain(row(studio, document).choice) == (
            f"Currently chosen: tariff Premium with option {name}: {sum_} ₽ incl. VAT"
        )
        assert row(studio, document, "ru").choice.startswith("Сейчас выбрано: тариф «Премиум» с опцией «")

    def test_says_what_fell_away(self, studio: Work, document: Document) -> None:
        (first, name), *_ = options(proposing.content_of(studio, document)).items()
        pick(studio, document, first)
        old = estimate_of(studio, deal_id=document.deal_id)
        lines = [EstimateLineIn(line=item.line) for item in old.lines if item.line.key != first]
        save_estimate(studio, deal_id=document.deal_id, version=old.version, lines=lines, tariff=old.tariff)
        assert row(studio, document).fallen == ""
        proposing.publish_changes(studio, document.deal_id)
        assert row(studio, document).fallen == f"No longer in the choice: {name}"


class TestAfter:
    def test_row_and_history_tell_what_was_accepted_with_its_sum(self, studio: Work, document: Document) -> None:
        first, second = list(options(proposing.content_of(studio, document)).items())[:2]
        ticked = (first[0], second[0])
        sum_ = total(studio, document, *ticked)
        accept_proposal(
            studio,
            token=proposing.token_of(studio, document),
            revision=1,
            tariff=Tariff.PREMIUM,
            options=ticked,
            name="Ann",
            consent_text="Yes.",
        )
        told = f"tariff Premium with options {first[1]}, {second[1]}: {sum_} ₽ incl. VAT"
        assert plain(row(studio, document).choice) == f"Accepted: {told}"
        entries = history(studio, deal_id=document.deal_id, hidden=HIDDEN).entries
        (accepted,) = [one for one in entries if one.kind == EventKind.PROPOSAL_ACCEPTED]
        assert plain(sentence(accepted, words(studio, "en"))) == f"The proposal was accepted: {told}"

    def test_an_event_of_an_older_version_is_told_without(self, studio: Work, document: Document) -> None:
        accept_proposal(
            studio,
            token=proposing.token_of(studio, document),
            revision=1,
            tariff=Tariff.START,
            options=(),
            name="Ann",
            consent_text="Yes.",
        )
        event = studio.session.exec(
            select(TimelineEvent).where(col(TimelineEvent.kind) == EventKind.PROPOSAL_ACCEPTED)
        ).one()
        event.payload = {**{k: v for k, v in event.payload.items() if k not in {"taxed", "several"}}, "options": 0}
        (told,) = [
            one for one in history(studio, deal_id=document.deal_id).entries if one.kind == EventKind.PROPOSAL_ACCEPTED
        ]
        assert sentence(told, words(studio, "en")) == "The proposal was accepted"
