"""Deals are handed over as the filter shows them."""

from sqlmodel import select

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.handover.state import HandoverState
from tests.workspace.seats import Seat, person, said, seat

__all__ = ["seat"]  # a fixture


def managers(work: Work) -> dict[str, str]:
    return dict(work.session.exec(select(Deal.id, Deal.manager_id)).all())


class TestHandover:
    async def test_gives_what_is_shown_and_nothing_else(self, seat: Seat) -> None:
        names = (("Анна Белова", "a@example.com"), ("Борис Чернов", "b@example.com"))
        _, goes = (seat.deal(name, email=email) for name, email in names)
        before = seat.read(managers)
        giver = before[goes]
        taker = next(
            one for one in (seat.read(person, role=role) for role in (Role.OWNER, Role.MANAGER)) if one != giver
        )
        seat.tab.path = f"{paths.HANDOVER}?from={giver}"
        await seat.press(HandoverState.load)
        assert {row.id for row in await seat.shows(HandoverState, "rows")} == {
            deal for deal, manager in before.items() if manager == giver
        }
        await seat.press(HandoverState.search, text="чернов")
        assert [row.id for row in await seat.shows(HandoverState, "rows")] == [goes]
        await seat.press(HandoverState.hand_over, form={"to": taker})
        assert seat.read(managers) == {**before, goes: taker}
        assert await seat.shows(HandoverState, "total") == 0

    async def test_begins_with_whoever_looks_where_the_address_names_nobody(self, seat: Seat) -> None:
        seat.tab.path = f"{paths.HANDOVER}?from=nobody"
        await seat.press(HandoverState.load)
        assert await seat.shows(HandoverState, "from_id") == seat.actor.id

    async def test_wants_somebody_to_give_to(self, seat: Seat) -> None:
        deal_id = seat.deal()
        before = seat.read(managers)
        seat.tab.path = f"{paths.HANDOVER}?from={before[deal_id]}"
        await seat.press(HandoverState.load)
        told = await seat.press(HandoverState.hand_over, form={"to": ""})
        assert said(told, "error.invalid.required")
        assert seat.read(managers) == before

    async def test_narrows_to_one_stage(self, seat: Seat) -> None:
        deal_id = seat.deal()
        stage = seat.read(lambda work: work.session.get_one(Deal, deal_id).stage_id)
        seat.tab.path = f"{paths.HANDOVER}?from={seat.read(managers)[deal_id]}"
        await seat.press(HandoverState.load)
        other = next(one.id for one in await seat.shows(HandoverState, "stages") if one.id != stage)
        await seat.press(HandoverState.in_stage, stage_id=other)
        assert await seat.shows(HandoverState, "rows") == []
        await seat.press(HandoverState.in_stage, stage_id=stage)
        assert [row.id for row in await seat.shows(HandoverState, "rows")] == [deal_id]
