"""Settings: channels and lost reasons."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.columns import width
from studio_app.domain.studio.lists import Entry, ShortList, entries, save_entry
from studio_app.domain.studio.models import Channel
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import buttons, field, off_badge, row_button, rows_and_editor, tick
from studio_app.workspace.settings.parsing import text, ticked


@dataclass(frozen=True)
class EntryForm:
    """A line as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    active: bool = True


class ShortListSettings(rx.State):
    """One of the two lists and the line being edited."""

    which: str = ShortList.CHANNELS.value
    rows: list[EntryForm] = []
    form: EntryForm = EntryForm()
    editing: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load_channels(self):
        """Show the channels."""
        self.which = ShortList.CHANNELS.value
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load_reasons(self):
        """Show the lost reasons."""
        self.which = ShortList.LOST_REASONS.value
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit(self, entry_id: str):
        """Open the editor on one, or on a new one."""
        self.form = next((row for row in self.rows if row.id == entry_id), EntryForm())
        self.editing = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing(self, editing: bool):
        """Close the editor."""
        self.editing = editing

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the line."""
        entry = Entry(
            id=self.form.id,
            name_ru=text(data, "name_ru"),
            name_en=text(data, "name_en"),
            active=ticked(data, "active"),
        )
        await services().runner.run(actor(), save_entry, which=ShortList(self.which), entry=entry)
        self.editing = False
        await self._read()

    async def _read(self) -> None:
        found = await services().runner.read(actor(), entries, which=ShortList(self.which))
        self.rows = [EntryForm(row.id, row.name_ru, row.name_en, row.active) for row in found]


def channels_page() -> rx.Component:
    """Where leads come from."""
    return _page("channels", "settings.add_channel")


def reasons_page() -> rx.Component:
    """Why deals are lost."""
    return _page("reasons", "settings.add_reason")


def _page(name: str, add: str) -> rx.Component:
    return rows_and_editor(name, ShortListSettings, _row, _editor(), one="settings.entry", add=add)


def _row(row: Any) -> rx.Component:
    return row_button(
        rx.el.span(
            rx.cond(Session.locale == "en", row.name_en, row.name_ru), off_badge(row.active), class_name="settings-name"
        ),
        on_click=ShortListSettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = ShortListSettings.form
    return rx.form(
        rx.el.div(
            field("name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=width(Channel.name_ru)),
            field("name_en", tr("settings.name_en"), form.name_en, required=True, longest=width(Channel.name_en)),
            class_name="settings-grid two",
        ),
        tick("active", tr("settings.in_use"), form.active),
        buttons(),
        on_submit=ShortListSettings.save,
        key=form.id,
    )
