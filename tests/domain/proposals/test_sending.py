"""Writing and sending are one act: both are done, or, where sending is refused, what was written is kept."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from studio_app.core.errors import Invalid, Stale
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals import draft, standing
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, write_and_send_texts
from studio_app.domain.proposals.sending import ChangedEstimate, Offered, keep_and_propose_anew, keep_and_send
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work, savepoint
from tests import proposing
from tests.rows import acting, add_person


class Broken(Exception):
    """What no use case foresees."""


def breaks(*_: Any, **__: Any) -> None:
    raise Broken


def sent(work: Work) -> int:
    return sum(1 for event in work.events if event.kind is EventKind.PROPOSAL_PUBLISHED)


def write(work: Work, document: Document, intro: str) -> object:
    read = proposing.content_of(work, document).texts
    texts = read.model_copy(update={"intro": intro})
    return write_and_send_texts(work, document_id=document.id, read=read, texts=texts)


def cheaper(work: Work, deal_id: str, percent: int) -> ChangedEstimate:
    """The estimate of the deal with a discount on its first line."""
    view = estimate_of(work, deal_id=deal_id)
    first, *rest = (item.line for item in view.lines)
    lines = [replace(first, discount_percent=Decimal(percent)), *rest]
    return ChangedEstimate(view.version, [EstimateLineIn(line) for line in lines], view.tariff)


def discount(work: Work, deal_id: str) -> Decimal:
    return estimate_of(work, deal_id=deal_id).lines[0].line.discount_percent


def sold(work: Work) -> Document:
    document = proposing.published(work)
    accept_proposal(
        work,
        token=proposing.token_of(work, document),
        revision=document.revision,
        tariff=Tariff.STANDARD,
        options=[],
        name="Мария Круглова",
        consent_text="Принимаю.",
    )
    return document


class TestWriteAndSendTexts:
    def test_sends_what_is_written(self, studio: Work) -> None:
        document = proposing.draft(studio)
        assert write(studio, document, "Здравствуйте") is None
        assert (document.status, proposing.content_of(studio, document).intro) == (
            DocumentStatus.PUBLISHED,
            "Здравствуйте",
        )

    def test_keeps_what_is_written_where_it_may_not_be_sent(self, studio: Work) -> None:
        document = proposing.draft(studio)
        nothing = proposing.content_of(studio, document).model_copy(update={"lines": ()})
        save_content(studio, document, nothing.model_dump(mode="json"))
        assert isinstance(write(studio, document, "Здравствуйте"), Invalid)
        assert (document.status, sent(studio)) == (DocumentStatus.DRAFT, 0)
        assert proposing.content_of(studio, document).intro == "Здравствуйте"

    def test_changes_nothing_where_sending_breaks(self, studio: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        document = proposing.draft(studio)
        before, heard = proposing.content_of(studio, document), len(studio.events)
        monkeypatch.setattr(draft, "publish", breaks)
        with pytest.raises(Broken), savepoint(studio):
            write(studio, document, "Здравствуйте")
        assert (proposing.content_of(studio, document), len(studio.events)) == (before, heard)


class TestKeepAndSend:
    def test_sends_the_prices_that_are_kept(self, studio: Work) -> None:
        document = proposing.draft(studio)
        changed = cheaper(studio, document.deal_id, 5)
        assert keep_and_send(studio, deal_id=document.deal_id, changed=changed) == Offered()
        assert (document.status, proposing.content_of(studio, document).lines[0].discount_percent) == (
            DocumentStatus.PUBLISHED,
            5,
        )

    def test_sends_an_estimate_that_nobody_has_changed(self, studio: Work) -> None:
        document = proposing.draft(studio)
        keep_and_send(studio, deal_id=document.deal_id, changed=None)
        assert (document.status, estimate_of(studio, deal_id=document.deal_id).version) == (DocumentStatus.PUBLISHED, 1)

    def test_tells_of_a_smaller_discount_before_the_client_hears_of_it(self, studio: Work) -> None:
        document = proposing.draft(studio)
        manager = acting(studio, add_person(studio, key="boris", max_discount=10))
        done = keep_and_send(manager, deal_id=document.deal_id, changed=cheaper(studio, document.deal_id, 30))
        assert len(done.discounts_asked) == 1
        assert (document.status, sent(studio)) == (DocumentStatus.DRAFT, 0)
        assert discount(studio, document.deal_id) == 10

    def test_keeps_the_estimate_where_it_may_not_be_sent(self, studio: Work) -> None:
        document = sold(studio)
        before = sent(studio)
        done = keep_and_send(studio, deal_id=document.deal_id, changed=cheaper(studio, document.deal_id, 5))
        assert isinstance(done.refusal, Stale)
        assert (discount(studio, document.deal_id), sent(studio)) == (5, before)

    def test_changes_nothing_where_sending_breaks(self, studio: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        document = proposing.draft(studio)
        changed = cheaper(studio, document.deal_id, 5)
        monkeypatch.setattr(standing, "publish_proposal", breaks)
        with pytest.raises(Broken), savepoint(studio):
            keep_and_send(studio, deal_id=document.deal_id, changed=changed)
        assert discount(studio, document.deal_id) == 0

    def test_refuses_an_estimate_that_somebody_has_changed_since(self, studio: Work) -> None:
        document = proposing.draft(studio)
        changed = cheaper(studio, document.deal_id, 5)
        proposing.change_price(studio, document.deal_id)
        with pytest.raises(Stale):
            keep_and_send(studio, deal_id=document.deal_id, changed=changed)
        assert sent(studio) == 0


class TestKeepAndProposeAnew:
    def test_drafts_another_of_the_prices_that_are_kept(self, studio: Work) -> None:
        document = sold(studio)
        keep_and_propose_anew(studio, deal_id=document.deal_id, changed=cheaper(studio, document.deal_id, 5))
        drafted = open_proposal(studio, deal_id=document.deal_id)
        assert drafted is not None
        assert (drafted.status, document.status) == (DocumentStatus.DRAFT, DocumentStatus.ACCEPTED)
        assert proposing.content_of(studio, drafted).lines[0].discount_percent == 5


class TestPublishProposal:
    def test_looks_for_doubtful_lines_and_prices_none(self, studio: Work) -> None:
        document = proposing.draft(studio)
        with proposing.prices_read(studio) as heard:
            publish_proposal(studio, document_id=document.id)
            assert heard == []
            estimate_of(studio, deal_id=document.deal_id)
            assert heard
