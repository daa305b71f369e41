"""The calendar of the studio and the hours of its people stand on one screen."""

from studio_app.workspace import paths
from studio_app.workspace.settings.routing.calendar import WorkingTimeSettings
from studio_app.workspace.settings.routing.hours import HoursSettings
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture

TYPED = {"day_1": "on", "begins": "07:30", "ends": "16:00", "response_minutes": "30", "exceptions": ""}


class TestSave:
    async def test_shows_the_hours_that_follow_the_calendar_at_once(self, workplace: Workplace) -> None:
        await workplace.open(paths.SETTINGS, WorkingTimeSettings.load, HoursSettings.load)
        told = await workplace.tab.fire(_name(WorkingTimeSettings.save), data=TYPED)
        changed = [set(update.delta) for _, update in told if update.delta]
        assert changed == [{WorkingTimeSettings.get_full_name(), HoursSettings.get_full_name()}]  # of one event
        assert {row.begins for row in await workplace.shows(HoursSettings, "rows")} == {"07:30"}
