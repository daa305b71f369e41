"""What the parts of the deal page have in common: they show the deal of the address and keep in step with it."""

import reflex as rx

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.gate import allow


class DealPart(rx.State, mixin=True):
    """Each part is a State of its own, which says in `_show` what it reads and shows of `deal_id`."""

    deal_id: str = ""
    _locale: str = ""

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show the deal of the address."""
        deal_id = paths.deal_of(self.router.url.path)
        if self.deal_id != deal_id:
            self.reset()
        self.deal_id = deal_id
        await self._show_what_is_there()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def catch_up(self):
        """Something happened to the deal."""
        if self.deal_id:
            await self._show_what_is_there()

    async def _show_what_is_there(self) -> None:
        try:
            await self._show()
        except NotFound:  # the page itself says where the deal went
            self.reset()

    async def _show(self) -> None:
        raise NotImplementedError
