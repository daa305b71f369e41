"""How far the offer of a deal is, and what is sent of it."""

import pytest
from sqlmodel import select

from studio_app.core.errors import Stale
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.proposals.draft import start_proposal
from studio_app.domain.proposals.standing import Standing, proposal_standing, read_open_proposal, send_proposal
from studio_app.domain.work import Work
from tests import proposing


def accepted(work: Work) -> Document:
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


def stands(found: Standing) -> tuple[bool, bool]:
    return found.published, found.accepted


class TestProposalStanding:
    def test_says_where_the_proposal_stands(self, studio: Work) -> None:
        drafted, sent, sold = proposing.draft(studio), proposing.published(studio), accepted(studio)
        found = [stands(proposal_standing(studio, deal_id=one.deal_id)) for one in (drafted, sent, sold)]
        assert found == [(False, False), (True, False), (False, True)]

    def test_is_about_the_new_proposal_once_there_is_one(self, studio: Work) -> None:
        sold = accepted(studio)
        start_proposal(studio, deal_id=sold.deal_id)
        assert stands(proposal_standing(studio, deal_id=sold.deal_id)) == (False, False)


class TestReadOpenProposal:
    def test_reads_the_one_that_can_still_change(self, studio: Work) -> None:
        drafted, sold = proposing.draft(studio), accepted(studio)
        found = read_open_proposal(studio, deal_id=drafted.deal_id)
        assert found is not None
        assert found.document_id == drafted.id
        assert read_open_proposal(studio, deal_id=sold.deal_id) is None


class TestSendProposal:
    def test_does_not_start_another_after_the_client_has_accepted(self, studio: Work) -> None:
        sold = accepted(studio)
        with pytest.raises(Stale):
            send_proposal(studio, deal_id=sold.deal_id)
        proposals = select(Document).where(Document.deal_id == sold.deal_id, Document.kind == DocumentKind.PROPOSAL)
        assert [one.status for one in studio.session.exec(proposals)] == [DocumentStatus.ACCEPTED]

    def test_sends_the_new_one_and_leaves_the_accepted_one(self, studio: Work) -> None:
        sold = accepted(studio)
        start_proposal(studio, deal_id=sold.deal_id)
        send_proposal(studio, deal_id=sold.deal_id)
        assert proposal_standing(studio, deal_id=sold.deal_id).published
        assert sold.status is DocumentStatus.ACCEPTED
