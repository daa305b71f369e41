"""An editor of a document: what is typed is kept, sent, or set aside where a colleague was faster."""

from typing import Any

import pytest

from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import open_proposal, save_proposal
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.proposal.state import ProposalState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def proposal_of(work: Work, *, deal_id: str) -> str:
    document = open_proposal(work, deal_id=deal_id)
    return document.id if document else ""


def content_of(work: Work, *, document_id: str) -> ProposalContent:
    return read_proposal(work, document_id=document_id).content


def rewrite(work: Work, *, document_id: str, intro: str) -> None:
    said = content_of(work, document_id=document_id)
    save_proposal(work, document_id=document_id, content=said.model_copy(update={"intro": intro}))


def status_of(work: Work, *, document_id: str) -> DocumentStatus:
    return get_document(work, document_id).status


async def typed(seat: Seat, intro: str) -> dict[str, Any]:
    """The form as it was filled, with another beginning."""
    names = ("goals", "structure", "valid_until")
    return {**{name: await seat.shows(ProposalState, name) for name in names}, "intro": intro}


@pytest.fixture
async def document_id(seat: Seat) -> str:
    """The open draft of a proposal."""
    deal_id = seat.deal()
    seat.run(start_estimate, deal_id=deal_id)
    await seat.open(paths.proposal(deal_id), ProposalState.load)
    return seat.read(proposal_of, deal_id=deal_id)


class TestEditor:
    async def test_keeps_what_was_typed(self, seat: Seat, document_id: str) -> None:
        told = await seat.press(ProposalState.save, form=await typed(seat, "Здравствуйте!"))
        assert said(told, "document_edited.saved")
        assert seat.read(content_of, document_id=document_id).intro == "Здравствуйте!"
        assert seat.read(status_of, document_id=document_id) is DocumentStatus.DRAFT

    async def test_sends_what_was_typed_and_leads_to_the_deal(self, seat: Seat, document_id: str) -> None:
        await seat.press(ProposalState.choose, sending=True)
        told = await seat.press(ProposalState.save, form=await typed(seat, "Здравствуйте!"))
        assert paths.deal(await seat.shows(ProposalState, "deal")) in told
        assert seat.read(content_of, document_id=document_id).intro == "Здравствуйте!"
        assert seat.read(status_of, document_id=document_id) is DocumentStatus.PUBLISHED

    async def test_sets_aside_what_a_faster_colleague_would_lose(self, seat: Seat, document_id: str) -> None:
        mine = await typed(seat, "Моё")
        seat.run(rewrite, document_id=document_id, intro="Чужое")
        await seat.press(ProposalState.save, form=mine)
        assert await seat.shows(ProposalState, "edited")
        assert seat.read(content_of, document_id=document_id).intro == "Чужое"
        await seat.press(ProposalState.look_again)
        assert (await seat.shows(ProposalState, "intro"), await seat.shows(ProposalState, "edited")) == ("Чужое", False)

    async def test_of_a_deal_without_a_document_has_nothing_to_show(self, seat: Seat) -> None:
        await seat.open(paths.proposal(seat.deal()), ProposalState.load)
        assert (await seat.shows(ProposalState, "loaded"), await seat.shows(ProposalState, "document")) == (True, "")
