"""A list shown a page at a time: what the states of such lists share."""

from typing import ClassVar

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.gate import allow


class Paged(rx.State, mixin=True):
    """Whoever has it reads, in `_load`, `page_size` rows from `offset` on, and one more to know whether it goes on."""

    page_size: ClassVar[int]

    offset: int = 0
    more: bool = False

    @rx.event
    @allow(Permission.READ_DEALS, Permission.RECORD_PAYMENTS)
    async def turn(self, step: int):
        """Show the next or the previous page."""
        self.offset = max(0, self.offset + (self.page_size if step > 0 else -self.page_size))
        await self._load()

    async def _load(self) -> None:
        raise NotImplementedError
