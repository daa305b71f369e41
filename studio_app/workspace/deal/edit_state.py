"""The state of the dialog in which the deal itself is changed."""

from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.edits import FIELDS, contact_names, deal_values, edit_deal
from studio_app.workspace.arguments import Garbled
from studio_app.workspace.components.clashes import Clashing, clash_views
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale


class DealEditState(Clashing, rx.State):
    """What the deal said when the dialog was opened, and what clashed when it was saved."""

    opened: bool = False
    title: str = ""
    contact_id: str = ""
    _deal_id: str = ""

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def open(self, deal_id: str):
        """Open the dialog."""
        self._seen = await services().runner.read(actor(), deal_values, deal_id=deal_id)
        self._deal_id, self.title, self.contact_id = deal_id, self._seen["title"], self._seen["contact_id"]
        self.opened = True

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def close(self, opened: bool = False):
        """Close it."""
        self.opened = opened

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("opened")
    async def save(self, answers: dict[str, Any]):
        """Save; what a colleague changed meanwhile is asked about."""
        if not self._seen:  # nobody has opened it
            raise Garbled
        await self._save({name: str(answers.get(name) or self._seen[name]) for name in FIELDS})
        self.opened = False

    async def _now(self) -> dict[str, str]:
        return await services().runner.read(actor(), deal_values, deal_id=self._deal_id)

    async def _save(self, values: dict[str, str], *, answered: str = "") -> None:
        clashes = await services().runner.run(actor(), edit_deal, deal_id=self._deal_id, values=values, seen=self._seen)
        names = await services().runner.read(
            actor(), contact_names, contact_ids=[v for one in clashes for v in (one.mine, one.theirs)]
        )
        reader = locale()
        found = clash_views(
            clashes,
            label=lambda field: translate(reader, f"deal.field.{field}"),
            shown=lambda _, value: names.get(value, value),
        )
        self._note(found, answered=answered)
