"""What the lists of the workspace share: the buttons of a filter, the head of a table, turning pages."""

from collections.abc import Iterable, Sequence
from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr


def filter_bar(label: rx.Var[str], *buttons: rx.Component) -> rx.Component:
    """A group of `filter_button`s, of which one is chosen."""
    return rx.el.div(*buttons, role="group", aria_label=label, class_name="list-filter")


def filter_button(words: rx.Var[str], *, chosen: Any, on_click: Any, count: Any = None) -> rx.Component:
    """One choice, with how many there are behind it."""
    return rx.button(
        words,
        *([rx.el.span(count, class_name="num list-count")] if count is not None else []),
        on_click=on_click,
        variant=rx.cond(chosen, "solid", "soft"),
        color_scheme=rx.cond(chosen, "indigo", "gray"),
        aria_pressed=rx.cond(chosen, "true", "false"),
        size="2",
    )


def table_head(room: str, columns: Sequence[tuple[str, str]]) -> rx.Component:
    """Names and classes of the columns; the last one, of the actions, is only read aloud."""
    return rx.el.thead(
        rx.el.tr(
            *(rx.el.th(tr(f"{room}.col.{name}"), scope="col", class_name=kind) for name, kind in columns),
            rx.el.th(rx.el.span(tr(f"{room}.col.actions"), class_name="list-unseen"), scope="col"),
        )
    )


def pages(*, offset: Any, more: Any, turn: Any) -> rx.Component:
    """To newer and older rows, where there are any; `turn` takes -1 or 1."""
    return rx.cond(
        (offset > 0) | more,
        rx.el.div(
            rx.button(tr("list.newer"), variant="soft", disabled=offset == 0, on_click=turn(-1)),
            rx.button(tr("list.older"), variant="soft", disabled=rx.cond(more, False, True), on_click=turn(1)),
            class_name="list-pages",
        ),
        rx.fragment(),
    )


def badge_of(value: Any, colours: Iterable[tuple[str, Any]], *, words: str) -> rx.Component:
    """The badge of one of several states; `words` is what the keys of their names begin with."""
    return rx.fragment(
        rx.match(
            value,
            *((name, rx.badge(tr(f"{words}.{name}"), color_scheme=colour, size="2")) for name, colour in colours),
            rx.fragment(),
        )
    )
