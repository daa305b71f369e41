"""The state of the history: what it shows, notes, calls and meetings."""

from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.history import PAGE, HistoryKind
from studio_app.domain.deals.notes import add_note, take_back
from studio_app.workspace import paths
from studio_app.workspace.deal.history_load import load_history
from studio_app.workspace.deal.history_view import EntryView, entry_views
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.gate import Access, actor, allow, locale


class HistoryState(rx.State):
    """A window of the history of one deal."""

    entries: list[EntryView] = []
    more: bool = False
    kind: str = HistoryKind.ALL.value
    people: list[str] = []
    logging: bool = False  # the form of a call or meeting is open
    _deal_id: str = ""
    _limit: int = PAGE
    _locale: str = ""

    @rx.event
    @allow(Access.STAFF)
    async def load(self):
        """Show the newest events of the deal of the address."""
        deal_id = paths.deal_of(self.router.url.path)
        if self._deal_id != deal_id:
            self.reset()
        self._deal_id = deal_id
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def catch_up(self):
        """Something happened to the deal."""
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def reword(self):
        """The reader has changed the language."""
        if self._locale != locale():
            await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def choose(self, kind: str):
        """Show one kind of events only."""
        self.kind = kind if kind in set(HistoryKind) else HistoryKind.ALL.value
        self._limit = PAGE
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def show_more(self):
        """A longer piece of the history."""
        self._limit += PAGE
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def write_note(self, form: dict[str, Any]):
        """Add a note."""
        await services().runner.run(actor(), add_note, deal_id=self._deal_id, text=str(form.get("text", "")))
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def log(self, form: dict[str, Any]):
        """Write a call or meeting down."""
        channel, result, minutes = (str(form.get(name, "")) for name in ("channel", "result", "minutes"))
        if channel not in set(ContactChannel) or result not in set(ContactResult) or not (minutes or "0").isdecimal():
            raise Invalid(field="minutes", reason="minutes")
        await services().runner.run(
            actor(),
            log_contact,
            deal_id=self._deal_id,
            channel=ContactChannel(channel),
            result=ContactResult(result),
            minutes=int(minutes or 0),
            text=str(form.get("text", "")),
        )
        self.logging = False
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def open_log(self):
        """Open or close the form of a call."""
        self.logging = not self.logging

    @rx.event
    @allow(Access.STAFF)
    async def take_back(self, event_id: int):
        """Take a note or call back while it is fresh."""
        await services().runner.run(actor(), take_back, event_id=event_id)
        await self._show()

    async def _show(self) -> None:
        if not self._deal_id:
            return
        self._locale = locale()
        told = await services().runner.read(
            actor(),
            load_history,
            deal_id=self._deal_id,
            kind=HistoryKind(self.kind),
            limit=self._limit,
            locale=self._locale,
        )
        reader = Reader(locale=self._locale, timezone=told.zone.key, now=told.now)
        self.entries = entry_views(told.page.entries, told.words, reader, me=actor().id)
        self.more, self.people = told.page.more, list(told.people)
