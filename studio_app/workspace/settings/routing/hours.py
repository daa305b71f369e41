"""When each person works, where that differs from the studio."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.working_time import (
    HoursView,
    people_hours,
    save_hours,
)
from studio_app.workspace.components.once import once
from studio_app.workspace.framework import BaseState
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import ticked
from studio_app.workspace.settings.routing.clock import (
    shown_minutes,
    typed_day,
    typed_days,
    typed_minutes,
)


@dataclass(frozen=True)
class HoursForm:
    """A person's hours as inputs take them."""

    id: str = ""  # of the person
    name: str = ""
    own: bool = False
    days: str = "12345"
    begins: str = "09:00"
    ends: str = "18:00"
    away_until: str = ""


class HoursSettings(ListEditor, rx.State):
    """The hours of everybody who may sign in, and those being edited."""

    rows: list[HoursForm] = []
    form: HoursForm = HoursForm()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep a person's hours."""
        hours = HoursView(
            user_id=self.form.id,
            name="",
            own=ticked(data, "own"),
            days=typed_days(data),
            from_minute=typed_minutes(data, "begins"),
            until_minute=typed_minutes(data, "ends"),
            away_until=typed_day(data, "away_until"),
        )
        await services().runner.run(actor(), save_hours, hours=hours)
        await self._saved()

    def _new(self) -> None:
        return None

    async def _read(self) -> None:
        self.rows = await _hours()


async def show_hours(state: BaseState) -> None:
    """Show the hours of all anew in the tab of `state`: most of them are the studio's."""
    shown = await state.get_state(HoursSettings)
    shown.rows = await _hours()


async def _hours() -> list[HoursForm]:
    return [_form(row) for row in await services().runner.read(actor(), people_hours)]


def _form(row: HoursView) -> HoursForm:
    away = row.away_until.isoformat() if row.away_until else ""
    begins, ends = shown_minutes(row.from_minute), shown_minutes(row.until_minute)
    return HoursForm(row.user_id, row.name, row.own, row.days, begins, ends, away)
