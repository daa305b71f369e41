"""Leads that wait for a person: taken as a deal, added to one, or called spam."""

import pytest

from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import open_deal
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.incoming.load import SPAM, WAITING
from studio_app.workspace.incoming.state import IncomingState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture

KNOWN = LeadIn(name="Мария Белова", email="maria@example.com", company="ООО «Северный чай»")
UNSURE = LeadIn(name="Ivan", email="ivan@example.org", company="Severniy Chay")


def come_in(work: Work) -> tuple[str, str]:
    """A deal, and a lead that may be of the same client: it waits."""
    deal_id = open_deal(work, lead_id=accept_lead(work, lead=KNOWN).lead_id)
    lead_id = accept_lead(work, lead=UNSURE).lead_id
    assert open_deal(work, lead_id=lead_id) == ""
    return deal_id, lead_id


def lead_of(work: Work, *, lead_id: str) -> Lead:
    return work.session.get_one(Lead, lead_id)


@pytest.fixture
async def waiting(seat: Seat) -> tuple[str, str]:
    """The deal, and the lead on the open page."""
    deal_id, lead_id = seat.run(come_in)
    await seat.open(paths.INCOMING, IncomingState.load)
    return deal_id, lead_id


async def shown(seat: Seat) -> list[str]:
    return [card.id for card in await seat.shows(IncomingState, "cards")]


class TestIncoming:
    async def test_says_what_waits(self, seat: Seat, waiting: tuple[str, str]) -> None:
        assert await shown(seat) == [waiting[1]]
        assert await seat.shows(IncomingState, "waiting") == 1

    async def test_becomes_a_deal_of_its_own(self, seat: Seat, waiting: tuple[str, str]) -> None:
        told = await seat.press(IncomingState.accept, lead_id=waiting[1], client_id="")
        assert said(told, "incoming.done.deal")
        opened = seat.read(lead_of, lead_id=waiting[1]).deal_id
        assert opened not in {None, waiting[0]}
        assert paths.deal(str(opened)) in told
        assert await shown(seat) == []

    async def test_is_added_to_the_deal_that_was_looked_up(self, seat: Seat, waiting: tuple[str, str]) -> None:
        await seat.press(IncomingState.look_up, lead_id=waiting[1])
        await seat.press(IncomingState.search, text="белова")
        [target] = await seat.shows(IncomingState, "targets")
        assert target.deal_id == waiting[0]
        await seat.press(IncomingState.join, lead_id=waiting[1], deal_id=target.deal_id)
        assert seat.read(lead_of, lead_id=waiting[1]).deal_id == waiting[0]
        assert (await shown(seat), await seat.shows(IncomingState, "looking_for")) == ([], "")

    async def test_is_spam_until_somebody_says_otherwise(self, seat: Seat, waiting: tuple[str, str]) -> None:
        await seat.press(IncomingState.reject, lead_id=waiting[1])
        assert await shown(seat) == []
        await seat.press(IncomingState.show, tab=SPAM)
        assert await shown(seat) == [waiting[1]]
        await seat.press(IncomingState.restore, lead_id=waiting[1])
        assert await shown(seat) == []
        await seat.press(IncomingState.show, tab=WAITING)
        assert await shown(seat) == [waiting[1]]
        assert seat.read(lead_of, lead_id=waiting[1]).state is LeadState.INCOMING
