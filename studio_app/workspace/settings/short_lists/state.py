"""Channels and lost reasons."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.lists import Entry, ShortList, entries, save_entry
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import text, ticked


@dataclass(frozen=True)
class EntryForm:
    """A line as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    active: bool = True


class ShortListSettings(ListEditor, rx.State):
    """One of the two lists and the line being edited."""

    which: str = ShortList.CHANNELS.value
    rows: list[EntryForm] = []
    form: EntryForm = EntryForm()

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
        await self._saved()

    def _new(self) -> EntryForm:
        return EntryForm()

    async def _read(self) -> None:
        found = await services().runner.read(actor(), entries, which=ShortList(self.which))
        self.rows = [EntryForm(row.id, row.name_ru, row.name_en, row.active) for row in found]
