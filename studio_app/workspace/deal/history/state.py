"""The state of the history: what it shows, notes, calls and meetings."""

from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.notes import add_note, take_back
from studio_app.domain.leads.incoming import split_lead
from studio_app.workspace import paths
from studio_app.workspace.components.once import once
from studio_app.workspace.deal.history.load import load_history
from studio_app.workspace.deal.part import DealPart
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.filling import let_go
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.history.rows import EntryView, entry_views
from studio_app.workspace.history.window import HistoryWindow

NOTE_FORM = "deal-note-form"


class HistoryState(HistoryWindow, DealPart, rx.State):
    """A window of the history of one deal."""

    entries: list[EntryView] = []
    people: list[str] = []
    logging: bool = False  # the form of a call or meeting is open

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once()
    async def write_note(self, form: dict[str, Any]):
        """Add a note."""
        await services().runner.run(actor(), add_note, deal_id=self.deal_id, text=str(form.get("text", "")))
        await self._show()
        return let_go(NOTE_FORM, form)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("logging")
    async def log(self, form: dict[str, Any]):
        """Write a call or meeting down."""
        channel, result, minutes = (str(form.get(name, "")) for name in ("channel", "result", "minutes"))
        if channel not in set(ContactChannel) or result not in set(ContactResult) or not (minutes or "0").isdecimal():
            raise Invalid(field="minutes", reason="minutes")
        await services().runner.run(
            actor(),
            log_contact,
            deal_id=self.deal_id,
            channel=ContactChannel(channel),
            result=ContactResult(result),
            minutes=int(minutes or 0),
            text=str(form.get("text", "")),
        )
        self.logging = False
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def open_log(self):
        """Open or close the form of a call."""
        self.logging = not self.logging

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def take_back(self, event_id: int):
        """Take a note or call back while it is fresh."""
        await services().runner.run(actor(), take_back, event_id=event_id)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def split(self, lead_id: str):
        """What was added to the deal does not belong to it: somebody decides about it anew."""
        await services().runner.run(actor(), split_lead, lead_id=lead_id)
        await self._show()
        action = {"label": translate(locale(), "nav.incoming"), "on_click": rx.redirect(paths.INCOMING)}
        return rx.toast.success(translate(locale(), "incoming.done.split"), action=action)

    async def _show(self) -> None:
        self._locale = locale()
        history = await services().runner.read(actor(), load_history, deal_id=self.deal_id, where=self._filter())
        self._settle(history)
        reader = Reader(locale=self._locale, timezone=history.zone.key, now=history.now)
        self.entries = entry_views(history.page.entries, history.words, reader, me=actor().id)
        self.people = list(history.people)
