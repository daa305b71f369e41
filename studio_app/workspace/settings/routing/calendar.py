"""When the studio works, and how soon a lead is to be answered."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.checking import limited
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.current import country
from studio_app.domain.studio.official_days import official_years
from studio_app.domain.studio.working_time import (
    WorkingTime,
    save_working_time,
    working_time,
)
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.parsing import whole
from studio_app.workspace.settings.routing.clock import (
    official_note,
    shown_exceptions,
    shown_minutes,
    typed_days,
    typed_exceptions,
    typed_minutes,
)
from studio_app.workspace.settings.routing.hours import show_hours

_LONGEST_CALENDAR = 40_000


@dataclass(frozen=True)
class TimeForm:
    """The calendar as inputs take it."""

    days: str = "12345"
    begins: str = "09:00"
    ends: str = "18:00"
    response_minutes: str = "60"
    exceptions: str = ""
    official: str = ""  # whose official days stand among them, and which are not decreed yet


class WorkingTimeSettings(rx.State):
    """The calendar of the studio."""

    time: TimeForm = TimeForm()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show it."""
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def save(self, data: dict[str, Any]):
        """Keep the calendar."""
        time = WorkingTime(
            days=typed_days(data),
            from_minute=typed_minutes(data, "begins"),
            until_minute=typed_minutes(data, "ends"),
            response_minutes=whole(data, "response_minutes"),
            exceptions=typed_exceptions(limited("exceptions", str(data.get("exceptions") or ""), _LONGEST_CALENDAR)),
        )
        await services().runner.run(actor(), save_working_time, time=time)
        await self._read()
        await show_hours(self)
        return rx.toast.success(translate(locale(), "settings.saved"))

    async def _read(self) -> None:
        read = services().runner.read
        official = official_note(await read(actor(), country), await read(actor(), official_years), locale())
        self.time = replace(_form(await read(actor(), working_time), locale()), official=official)


def _form(time: WorkingTime, language: str) -> TimeForm:
    begins, ends = shown_minutes(time.from_minute), shown_minutes(time.until_minute)
    return TimeForm(time.days, begins, ends, str(time.response_minutes), shown_exceptions(time.exceptions, language))
