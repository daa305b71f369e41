"""What two people changed at the same time: both values side by side, and a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.core.merging import Clash
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
