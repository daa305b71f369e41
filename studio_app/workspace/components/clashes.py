"""What two people changed at the same time: both values side by side, and a person decides field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.core.merging import Clash
from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.gate import allow
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED


@dataclass(frozen=True)
class ClashView:
    """A field with both values, raw and as they are shown."""

    field: str = ""
    label: str = ""
    mine: str = ""
    theirs: str = ""
    mine_shown: str = ""
    theirs_shown: str = ""


def clash_views(clashes: Iterable[Clash], *, label: Any, shown: Any) -> list[ClashView]:
    """The clashes with `label(field)` and `shown(field, value)` in the reader's language."""
    return [
        ClashView(
            field=one.field,
            label=label(one.field),
            mine=one.mine,
            theirs=one.theirs,
            mine_shown=shown(one.field, one.mine),
            theirs_shown=shown(one.field, one.theirs),
        )
        for one in clashes
    ]


class Clashing(rx.State, mixin=True):
    """A form of which each field that a colleague has changed meanwhile is asked about.

    Whoever has it reads in `_now` what is stored, and saves in `_save`, where it notes with `_note` what clashed.
    """

    clashes: list[ClashView] = []
    _seen: dict[str, str] = {}

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def put(self, field: str):
        """Take my value of a field that clashed."""
        clash = next((one for one in self.clashes if one.field == field), None)
        if clash is not None:
            self._seen = await self._now()
            await self._save({**self._seen, field: clash.mine}, answered=field)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def leave(self, field: str):
        """Let the colleague's value stand."""
        self.clashes = [one for one in self.clashes if one.field != field]

    def _note(self, found: list[ClashView], *, answered: str) -> None:
        """These have clashed; questions about other fields than the one that is `answered` stay open."""
        self.clashes = [one for one in self.clashes if answered and one.field != answered] + found

    async def _now(self) -> dict[str, str]:
        raise NotImplementedError

    async def _save(self, values: dict[str, str], *, answered: str = "") -> None:
        raise NotImplementedError


def clash_dialog(clashes: Any, *, put: Any, leave: Any) -> rx.Component:
    """Asks about each field; `put(field)` takes mine, `leave(field)` lets theirs stand."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("clash.title")),
            rx.dialog.description(tr("clash.hint"), size="2", color=MUTED),
            rx.foreach(clashes, lambda clash: _row(clash, put, leave)),
            max_width="480px",
        ),
        open=clashes.length() > 0,
    )


def _row(clash: ClashView, put: Any, leave: Any) -> rx.Component:
    return rx.el.section(
        rx.text(clash.label, size="2", weight="medium"),
        rx.el.dl(
            rx.el.dt(tr("clash.theirs")),
            rx.el.dd(_value(clash.theirs_shown)),
            rx.el.dt(tr("clash.mine")),
            rx.el.dd(_value(clash.mine_shown)),
            class_name="clash-values",
        ),
        rx.el.div(
            rx.button(tr("clash.leave"), on_click=leave(clash.field), variant="soft", color_scheme="gray", size="1"),
            rx.button(tr("clash.put"), on_click=put(clash.field), variant="soft", size="1"),
            class_name="page-actions",
        ),
        class_name="clash",
    )


def _value(text: str) -> rx.Component:
    return rx.cond(text != "", rx.el.span(text), rx.el.span(tr("clash.empty"), class_name="clash-empty"))
