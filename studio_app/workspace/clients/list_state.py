"""The state of the list of clients: the words searched for and one window of rows."""

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.client_book.listing import PAGE, find_clients
from studio_app.domain.studio.brand import studio_brand
from studio_app.workspace.clients.views import RowView, row_views
from studio_app.workspace.gate import actor, allow, locale

_LONGEST_SEARCH = 80


class ClientsState(rx.State):
    """The list."""

    text: str = ""
    rows: list[RowView] = []
    total: int = 0
    page: int = 0
    loaded: bool = False

    @rx.var
    def pages(self) -> int:
        """How many windows there are."""
        return -(-self.total // PAGE)

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show the current window."""
        await self._show()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def search(self, text: str):
        """Show the clients whose deals contain every word of `text`."""
        self.text, self.page = text[:_LONGEST_SEARCH], 0
        await self._show()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def turn(self, by: int):
        """Show another window."""
        self.page = min(max(self.page + (1 if by > 0 else -1), 0), max(self.pages - 1, 0))
        await self._show()

    async def _show(self) -> None:
        runner = services().runner
        brand = await runner.read(actor(), studio_brand)
        found = await runner.read(actor(), find_clients, text=self.text, offset=self.page * PAGE)
        self.rows = row_views(found.rows, locale=locale(), timezone=brand.timezone)
        self.total, self.loaded = found.total, True
