"""Figures of a period, and the deals behind each of them."""

from studio_app.workspace import paths
from studio_app.workspace.dashboard.state import DashboardState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


class TestDashboard:
    async def test_says_that_there_is_nothing_before_the_first_lead(self, seat: Seat) -> None:
        await seat.open(paths.DASHBOARD, DashboardState.load)
        assert await seat.shows(DashboardState, "empty")
        seat.deal()
        await seat.press(DashboardState.load)
        assert not await seat.shows(DashboardState, "empty")

    async def test_opens_the_deals_behind_a_stage(self, seat: Seat) -> None:
        deals = {paths.deal(one) for one in (seat.deal(), seat.deal("Борис", email="boris@example.com"))}
        await seat.open(paths.DASHBOARD, DashboardState.load)
        stage = max(await seat.shows(DashboardState, "funnel"), key=lambda row: int(row.entered))
        await seat.press(DashboardState.open_list, figure="entered", by="stage", key=stage.id, subject=stage.name)
        assert {row.href for row in await seat.shows(DashboardState, "deals")} == deals
        assert (await seat.shows(DashboardState, "total"), await seat.shows(DashboardState, "has_more")) == (2, False)
        await seat.press(DashboardState.more)
        assert len(await seat.shows(DashboardState, "deals")) == 2

    async def test_counts_the_days_that_were_chosen_only(self, seat: Seat) -> None:
        seat.deal()
        await seat.press(DashboardState.choose_days, form={"first": "2020-01-01", "last": "2020-01-31"})
        assert await seat.shows(DashboardState, "empty")
        assert await seat.shows(DashboardState, "first") == "2020-01-01"

    async def test_refuses_a_figure_that_there_is_none_of(self, seat: Seat) -> None:
        told = await seat.press(DashboardState.open_list, figure="wealth", by="", key="", subject="")
        assert said(told, "error.invalid.required")
        assert not await seat.shows(DashboardState, "listing")
