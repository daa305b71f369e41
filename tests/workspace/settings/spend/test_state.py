"""What channels cost: the month that is shown first."""

from datetime import date

import pytest

from studio_app.workspace import paths
from studio_app.workspace.settings.spend import state
from studio_app.workspace.settings.spend.state import SpendSettings
from tests.workspace.seats import Seat, seat

__all__ = ["seat"]  # a fixture


class TestLoad:
    async def test_begins_with_the_month_on_the_studios_clock(
        self, seat: Seat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(state, "today", lambda _: date(2031, 2, 1))
        await seat.open(f"{paths.SETTINGS}/spend", SpendSettings.load)
        assert await seat.shows(SpendSettings, "month") == "2031-02"

    async def test_stays_with_the_month_that_was_chosen(self, seat: Seat) -> None:
        await seat.open(f"{paths.SETTINGS}/spend", SpendSettings.load)
        await seat.press(SpendSettings.choose, month="2025-12")
        await seat.press(SpendSettings.load)
        assert await seat.shows(SpendSettings, "month") == "2025-12"
