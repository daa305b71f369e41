"""The screens of a published document: what the client sees, what waits, and how it goes out or is thrown away."""

from typing import Any

import pytest

from studio_app.domain.documents.kinds import DocumentStatus, Step
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import publish_proposal, start_proposal
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.calculator.state import CalculatorState
from studio_app.workspace.contract.state import ContractState
from studio_app.workspace.deal.documents.rows import DocumentView
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.proposal.state import ProposalState
from tests import agreeing
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def seen(work: Work, *, document_id: str) -> dict[str, Any]:
    return content_of(work, get_document(work, document_id))


def status_of(work: Work, *, document_id: str) -> DocumentStatus:
    return get_document(work, document_id).status


def with_contract(work: Work, *, deal_id: str) -> str:
    document_id = start_proposal(work, deal_id=deal_id)
    publish_proposal(work, document_id=document_id)
    agreeing.accept_offer(work, document_id)
    found = agreeing.contract_of(work, document_id)
    agreeing.publish_contract(work, document_id=found)
    return found


async def typed(seat: Seat, intro: str) -> dict[str, Any]:
    """The form as it was filled, with another beginning."""
    names = ("goals", "structure", "valid_until")
    return {**{name: await seat.shows(ProposalState, name) for name in names}, "intro": intro}


async def listed(seat: Seat, document_id: str) -> DocumentView:
    """The row of the deal page."""
    return next(one for one in await seat.shows(DealState, "documents") if one.id == document_id)


@pytest.fixture
def deal_id(seat: Seat) -> str:
    made = seat.deal()
    seat.run(start_estimate, deal_id=made)
    return made


@pytest.fixture
def document_id(seat: Seat, deal_id: str) -> str:
    """A published proposal."""
    found = seat.run(start_proposal, deal_id=deal_id)
    seat.run(publish_proposal, document_id=found)
    return found


class TestEditor:
    async def test_says_what_is_saved_and_not_published(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await seat.open(paths.proposal(deal_id), ProposalState.load)
        assert (await seat.shows(ProposalState, "published"), await seat.shows(ProposalState, "changed")) == (
            True,
            False,
        )
        told = await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        assert said(told, "document_edited.saved_aside")
        assert await seat.shows(ProposalState, "changed")
        assert seat.read(seen, document_id=document_id)["intro"] != "Новое"

    async def test_publishes_what_is_typed_by_one_press(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await seat.open(paths.proposal(deal_id), ProposalState.load)
        await seat.press(ProposalState.choose, sending=True)
        told = await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        assert said(told, "changes.published")
        assert not await seat.shows(ProposalState, "changed")
        assert seat.read(seen, document_id=document_id)["intro"] == "Новое"

    async def test_gives_the_published_text_back(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await seat.open(paths.proposal(deal_id), ProposalState.load)
        before, filled = await seat.shows(ProposalState, "intro"), await seat.shows(ProposalState, "filling")
        await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        told = await seat.press(ProposalState.discard)
        assert said(told, "changes.discarded")
        assert (await seat.shows(ProposalState, "intro"), await seat.shows(ProposalState, "changed")) == (before, False)
        assert await seat.shows(ProposalState, "filling") != filled
        await seat.press(ProposalState.save, form=await typed(seat, "Ещё раз"))
        assert not await seat.shows(ProposalState, "edited")

    async def test_sends_a_declined_one_with_what_was_saved(self, seat: Seat, deal_id: str, document_id: str) -> None:
        seat.run(agreeing.decline_offer, document_id=document_id)
        await seat.open(paths.proposal(deal_id), ProposalState.load)
        await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        assert seat.read(seen, document_id=document_id)["intro"] != "Новое"
        await seat.press(ProposalState.choose, sending=True)
        told = await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        assert paths.deal(deal_id) in told
        assert seat.read(seen, document_id=document_id)["intro"] == "Новое"
        assert seat.read(status_of, document_id=document_id) is DocumentStatus.PUBLISHED

    async def test_of_a_contract_does_the_same(self, seat: Seat, deal_id: str) -> None:
        contract = seat.run(with_contract, deal_id=deal_id)
        await seat.open(f"{paths.deal(deal_id)}/contract", ContractState.load)
        form = {**vars(await seat.shows(ContractState, "form")), "special_terms": "Новое"}
        told = await seat.press(ContractState.save, form=form)
        assert said(told, "document_edited.saved_aside")
        assert seat.read(seen, document_id=contract)["special_terms"] == ""
        await seat.press(ContractState.choose, sending=True)
        told = await seat.press(ContractState.save, form=form)
        assert said(told, "changes.published")
        assert seat.read(seen, document_id=contract)["special_terms"] == "Новое"


class TestCalculator:
    async def test_keeps_new_prices_from_the_client_until_they_are_published(
        self, seat: Seat, deal_id: str, document_id: str
    ) -> None:
        before = seat.read(seen, document_id=document_id)["lines"]
        await self._discounted(seat, deal_id)
        told = await seat.press(CalculatorState.save)
        assert said(told, "calculator.saved_aside")
        assert await seat.shows(CalculatorState, "changed")
        assert seat.read(seen, document_id=document_id)["lines"] == before
        told = await seat.press(CalculatorState.publish_changes)
        assert said(told, "changes.published")
        assert not await seat.shows(CalculatorState, "changed")
        assert seat.read(seen, document_id=document_id)["lines"] != before

    async def test_publishes_what_is_typed_by_one_press(self, seat: Seat, deal_id: str, document_id: str) -> None:
        before = seat.read(seen, document_id=document_id)["lines"]
        await self._discounted(seat, deal_id)
        await seat.press(CalculatorState.publish_changes)
        assert seat.read(seen, document_id=document_id)["lines"] != before

    async def test_throws_the_proposals_changes_away_and_keeps_the_estimate(
        self, seat: Seat, deal_id: str, document_id: str
    ) -> None:
        await self._discounted(seat, deal_id)
        await seat.press(CalculatorState.save)
        await seat.press(CalculatorState.discard)
        assert [await seat.shows(CalculatorState, name) for name in ("changed", "behind")] == [False, True]
        [first, *_] = await seat.shows(CalculatorState, "_items")
        assert first.line.discount_percent == 5
        await seat.press(CalculatorState.publish_changes)
        assert [await seat.shows(CalculatorState, name) for name in ("changed", "behind")] == [False, False]

    async def _discounted(self, seat: Seat, deal_id: str) -> None:
        await seat.open(paths.estimate(deal_id), CalculatorState.load)
        [first, *_] = await seat.shows(CalculatorState, "_items")
        await seat.press(CalculatorState.change, key=first.line.key, field="discount_percent", text="5")


class TestDealPage:
    async def test_shows_what_waits_and_publishes_it(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await self._changed(seat, deal_id)
        row = await listed(seat, document_id)
        assert (row.is_changed, row.can_publish_changes, row.is_left_over) == (True, True, False)
        assert (await seat.shows(DealState, "deal")).step == Step.PUBLISH_CHANGES
        told = await seat.press(DocumentsState.publish_changes, document_id=document_id)
        assert said(told, "changes.published")
        assert seat.read(seen, document_id=document_id)["intro"] == "Новое"

    async def test_publishes_as_the_next_step(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await self._changed(seat, deal_id)
        await seat.press(DealState.take_next_step, step=Step.PUBLISH_CHANGES.value, document_id=document_id)
        assert seat.read(seen, document_id=document_id)["intro"] == "Новое"
        assert (await seat.shows(DealState, "deal")).step == Step.WAIT_PROPOSAL

    async def test_asks_before_it_throws_away(self, seat: Seat, deal_id: str, document_id: str) -> None:
        await self._changed(seat, deal_id)
        await seat.press(DocumentsState.open_dialog, name="discard", document_id=document_id)
        assert (await listed(seat, document_id)).is_changed
        told = await seat.press(DocumentsState.discard, form={})
        assert said(told, "changes.discarded")
        await seat.press(DealState.catch_up)
        assert not (await listed(seat, document_id)).is_changed

    async def test_tells_of_what_was_left_when_the_client_accepted(
        self, seat: Seat, deal_id: str, document_id: str
    ) -> None:
        await self._changed(seat, deal_id)
        seat.run(agreeing.accept_offer, document_id=document_id)
        await seat.press(DealState.catch_up)
        row = await listed(seat, document_id)
        assert (row.is_changed, row.can_publish_changes, row.is_left_over) == (False, False, True)

    async def _changed(self, seat: Seat, deal_id: str) -> None:
        await seat.open(paths.proposal(deal_id), ProposalState.load)
        await seat.press(ProposalState.save, form=await typed(seat, "Новое"))
        await seat.open(paths.deal(deal_id), DealState.load)
