"""What the outbox page remembers: the filter, a page of letters, the open one."""

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.queries import PAGE, letter, outbox_page
from studio_app.domain.notifications.sending import send_again
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.live import live
from studio_app.workspace.outbox.views import LetterLine, OpenLetter, line, open_letter
from studio_app.workspace.session import Session
from studio_app.workspace.topics import LETTERS

STATUSES = tuple(status.value for status in NotificationStatus)


class OutboxState(rx.State):
    """The outbox of one tab."""

    lines: list[LetterLine] = []
    counts: dict[str, int] = {}
    total: int = 0
    more: bool = False
    status: str = ""
    search: str = ""
    opened: OpenLetter = OpenLetter()
    view: str = "text"
    keeps: bool = False
    ready: bool = False
    _limit: int = PAGE
    _timezone: str = ""

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def load(self):
        """Show the newest letters; what was open stays open."""
        await live.watch(self, topic=LETTERS, refresh=OutboxState.catch_up)
        await self._refresh()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def catch_up(self):
        """Something happened to letters: show it, in the open one too."""
        await self._refresh()
        if self.opened.line.id:
            await self._open(self.opened.line.id)

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def choose_status(self, status: str):
        """Show letters of one status, or of all when it is empty."""
        self.status = status if status in STATUSES else ""
        self._limit = PAGE
        await self._refresh()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def look_for(self, search: str):
        """Show letters that match."""
        self.search = search[:100]
        self._limit = PAGE
        await self._refresh()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def show_more(self):
        """Another page's worth."""
        self._limit += PAGE
        await self._refresh()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def read(self, letter_id: str):
        """Open a letter beside the list."""
        await self._open(letter_id)

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def close(self):
        """Back to the list (on a phone)."""
        self.opened = OpenLetter()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def show(self, view: str | list[str]):
        """The plain text, or the letter as a mailbox shows it."""
        self.view = "html" if view == "html" else "text"

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def again(self):
        """Try a failed letter once more."""
        await services().runner.run(actor(), send_again, notification_id=self.opened.line.id)
        session = await self.get_state(Session)
        self.opened = OpenLetter()
        await self._refresh()
        return rx.toast.success(translate(session.locale, "outbox.again_done"))

    async def _open(self, letter_id: str) -> None:
        detail = await services().runner.read(actor(), letter, notification_id=letter_id)
        session = await self.get_state(Session)
        self.opened = open_letter(detail, locale=session.locale, timezone=self._timezone or "UTC")

    async def _refresh(self) -> None:
        wired = services()
        status = NotificationStatus(self.status) if self.status else None
        page = await wired.runner.read(actor(), outbox_page, status=status, search=self.search, limit=self._limit)
        session = await self.get_state(Session)
        self.lines = [line(row, locale=session.locale, timezone=page.timezone) for row in page.rows]
        self.counts, self.total, self.more = page.counts, sum(page.counts.values()), page.more
        self._timezone, self.keeps, self.ready = page.timezone, wired.delivery.mailer.keeps, True
