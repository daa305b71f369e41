"""What the incoming screen remembers: a page of leads or of letters, and the lead a deal is looked up for."""

import asyncio

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.incoming import (
    PAGE,
    accept_lead_as_deal,
    find_targets,
    join_lead_to_deal,
    reject_lead,
    restore_lead,
)
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.incoming.load import LEFT, SPAM, TABS, WAITING, look_in
from studio_app.workspace.incoming.views import LeadCard, TargetRow, card, target_row
from studio_app.workspace.letters.rereading import reread
from studio_app.workspace.letters.views import LetterItem, letter_item
from studio_app.workspace.live import live
from studio_app.workspace.session import Session
from studio_app.workspace.topics import NO_DEAL


class IncomingState(rx.State):
    """The leads, or the letters that were left out, of one tab."""

    cards: list[LeadCard] = []
    waiting: int = 0
    spam: int = 0
    left: int = 0
    tab: str = WAITING
    letters: list[LetterItem] = []  # that were left out
    more: bool = False
    ready: bool = False
    looking_for: str = ""  # the lead a deal is being looked up for
    targets: list[TargetRow] = []
    _limit: int = PAGE

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def load(self):
        """Show what waits, and keep showing what comes in."""
        await live.watch(self, topic=NO_DEAL, refresh=IncomingState.refresh)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def refresh(self):
        """Something came in or was decided."""
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def show(self, tab: str | list[str]):
        """What waits, what was called spam, or letters that were left out."""
        self.tab, self._limit = str(tab) if tab in TABS else WAITING, PAGE
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def show_more(self):
        """Another page's worth."""
        self._limit += PAGE
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def accept(self, lead_id: str, client_id: str):
        """A new deal, of a known client or of a new one."""
        app = services()
        deal_id = await app.runner.run(
            actor(), accept_lead_as_deal, lead_id=lead_id, client_id=client_id, quota=app.files.quota
        )
        await self._show()
        return self._done("incoming.done.deal", deal_id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def join(self, lead_id: str, deal_id: str):
        """Part of a deal in progress."""
        app = services()
        await app.runner.run(actor(), join_lead_to_deal, lead_id=lead_id, deal_id=deal_id, quota=app.files.quota)
        self.looking_for = ""
        await self._show()
        return self._done("incoming.done.joined", deal_id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def reject(self, lead_id: str):
        """Spam."""
        await services().runner.run(actor(), reject_lead, lead_id=lead_id)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def restore(self, lead_id: str):
        """Not spam after all."""
        await services().runner.run(actor(), restore_lead, lead_id=lead_id)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def take(self, letter_id: str):
        """A letter that was left out is somebody's after all."""
        outcome = await asyncio.to_thread(services().letters.take_anyway, actor(), letter_id=letter_id)
        await self._show()
        return rx.toast.success(translate(locale(), f"letter.taken.{outcome.value}"))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def reread(self, letter_id: str, encoding: str):
        """The characters of a letter came out wrong."""
        await reread(actor(), letter_id, encoding)
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def look_up(self, lead_id: str):
        """Open the search for a deal, or close it (empty)."""
        self.looking_for, self.targets = lead_id, []

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def close_search(self, open_: bool):
        """Close the search."""
        self.looking_for = self.looking_for if open_ else ""

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def search(self, text: str):
        """Deals that contain every word."""
        found = await services().runner.read(actor(), find_targets, text=text[:80])
        self.targets = [target_row(target) for target in found]

    def _done(self, key: str, deal_id: str) -> rx.event.EventSpec:
        label = translate(locale(), "incoming.open_deal")
        return rx.toast.success(
            translate(locale(), key), action={"label": label, "on_click": rx.redirect(paths.deal(deal_id))}
        )

    async def _show(self) -> None:
        found = await services().runner.read(actor(), look_in, tab=self.tab, limit=self._limit)
        words = {"locale": locale(), "timezone": found.timezone}
        self.cards = [card(row, found.letters.get(row.id, ()), **words) for row in found.page.rows]
        self.letters = [letter_item(one, **words) for one in found.left.rows]
        self.waiting, self.spam, self.left, self.ready = found.page.waiting, found.page.spam, found.left.total, True
        shown, there = {
            WAITING: (len(self.cards), self.waiting),
            SPAM: (len(self.cards), self.spam),
            LEFT: (len(self.letters), self.left),
        }[self.tab]
        self.more = there > shown
        session = await self.get_state(Session)
        session.incoming = found.page.waiting
