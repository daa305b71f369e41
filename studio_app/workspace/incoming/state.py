"""What the incoming screen remembers: a page of leads, and the one a deal is looked up for."""

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.leads.incoming import (
    PAGE,
    accept_lead_as_deal,
    find_targets,
    incoming_page,
    join_lead_to_deal,
    reject_lead,
    restore_lead,
)
from studio_app.domain.studio.brand import studio_brand
from studio_app.workspace import paths
from studio_app.workspace.gate import Access, actor, allow, locale
from studio_app.workspace.incoming.views import LeadCard, TargetRow, card, target_row
from studio_app.workspace.live import live
from studio_app.workspace.session import Session
from studio_app.workspace.topics import NO_DEAL


class IncomingState(rx.State):
    """The incoming leads of one tab."""

    cards: list[LeadCard] = []
    waiting: int = 0
    spam: int = 0
    shows_spam: bool = False
    more: bool = False
    ready: bool = False
    looking_for: str = ""  # the lead a deal is being looked up for
    targets: list[TargetRow] = []
    _limit: int = PAGE

    @rx.event
    @allow(Access.STAFF)
    async def load(self):
        """Show what waits, and keep showing what comes in."""
        await live.watch(self, topic=NO_DEAL, refresh=IncomingState.refresh)
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def refresh(self):
        """Something came in or was decided."""
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def show_spam(self, value: str | list[str]):
        """What waits, or what was called spam."""
        self.shows_spam, self._limit = value == "spam", PAGE
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def show_more(self):
        """Another page's worth."""
        self._limit += PAGE
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def accept(self, lead_id: str, client_id: str):
        """A new deal, of a known client or of a new one."""
        app = services()
        deal_id = await app.runner.run(
            actor(), accept_lead_as_deal, lead_id=lead_id, client_id=client_id, quota=app.files.quota
        )
        await self._show()
        return self._done("incoming.done.deal", deal_id)

    @rx.event
    @allow(Access.STAFF)
    async def join(self, lead_id: str, deal_id: str):
        """Part of a deal in progress."""
        app = services()
        await app.runner.run(actor(), join_lead_to_deal, lead_id=lead_id, deal_id=deal_id, quota=app.files.quota)
        self.looking_for = ""
        await self._show()
        return self._done("incoming.done.joined", deal_id)

    @rx.event
    @allow(Access.STAFF)
    async def reject(self, lead_id: str):
        """Spam."""
        await services().runner.run(actor(), reject_lead, lead_id=lead_id)
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def restore(self, lead_id: str):
        """Not spam after all."""
        await services().runner.run(actor(), restore_lead, lead_id=lead_id)
        await self._show()

    @rx.event
    @allow(Access.STAFF)
    async def look_up(self, lead_id: str):
        """Open the search for a deal, or close it (empty)."""
        self.looking_for, self.targets = lead_id, []

    @rx.event
    @allow(Access.STAFF)
    async def close_search(self, open_: bool):
        """Close the search."""
        self.looking_for = self.looking_for if open_ else ""

    @rx.event
    @allow(Access.STAFF)
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
        runner = services().runner
        page = await runner.read(actor(), incoming_page, spam=self.shows_spam, limit=self._limit)
        brand = await runner.read(actor(), studio_brand)
        self.cards = [card(row, locale=locale(), timezone=brand.timezone) for row in page.rows]
        self.waiting, self.spam, self.ready = page.waiting, page.spam, True
        self.more = (page.spam if self.shows_spam else page.waiting) > len(page.rows)
        session = await self.get_state(Session)
        session.incoming = page.waiting
