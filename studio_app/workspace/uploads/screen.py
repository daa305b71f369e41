"""The place for a file, and what importing it would do: counts, columns, rows, and one button."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from studio_app.workspace.components.native_form import native_form
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.theme import MUTED
from studio_app.workspace.uploads.views import Column, Count, Row

_REFUSALS = ("empty", "too_large", "not_one")


def drop_zone(
    room: str, *fields: rx.Component, action: str, accept: str, megabytes: int, refused: Any, hint: Any = None
) -> rx.Component:
    """Where a file is dropped; the browser itself posts it, and the page comes back with the dry run."""
    return native_form(
        *fields,
        rx.el.label(
            rx.icon("file-up", size=20),
            rx.text(tr(f"{room}.drop"), weight="medium", as_="span"),
            hint or rx.fragment(),
            rx.text(tr(f"{room}.formats", megabytes=megabytes), size="1", color=MUTED, as_="span"),
            rx.el.input(
                type="file",
                name="file",
                accept=accept,
                required=True,
                aria_label=tr(f"{room}.drop"),
                class_name="upload-file",
                custom_attrs={"data-largest": str(megabytes * 1024 * 1024)},  # bytes, for uploads.js
            ),
            class_name="upload-drop",
        ),
        rx.match(
            refused,
            *((why, _problem(tr(f"uploads.{why}", megabytes=megabytes))) for why in _REFUSALS),
            rx.fragment(),
        ),
        action=action,
        method="post",
        custom_attrs={"encType": "multipart/form-data"},
        class_name="stack",
    )


def uploads(state: Any, plan: rx.Component, drop: rx.Component) -> rx.Component:
    """The dry run where a file waits, else the place for one; the state has `reading`, `rows_read`, `has_plan`."""
    reading = rx.el.div(
        rx.spinner(),
        rx.text(tr("uploads.reading"), size="2", color=MUTED),
        rx.cond(
            state.rows_read > 0,
            rx.text(tr_count("uploads.rows_read", state.rows_read), size="2", color=MUTED, class_name="num"),
        ),
        class_name="upload-reading",
        role="status",
    )
    return rx.cond(state.reading, reading, rx.cond(state.has_plan, plan, drop))


def plan_card(
    room: str,
    state: Any,
    *parts: rx.Component,
    about: Any,
    level: str,
    columns_open: Any,
    options: Any = None,
    asked: Any = None,
) -> rx.Component:
    """The dry run of the waiting file, with `parts` where it can be read; `asked` is what a person may tell about it.

    The state has `plan`, `working`, `map_column(name, at)`, `discard` and `confirm`.
    """
    plan = state.plan
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.heading(plan.file_name, size="3", as_=level, class_name="upload-name"),
                rx.text(about, size="1", color=MUTED, class_name="num"),
            ),
            _buttons(room, state),
            class_name="upload-head",
        ),
        rx.cond(plan.problem != "", _problem(plan.problem)),
        asked or rx.fragment(),
        rx.cond(plan.columns, _columns(room, state, columns_open)),
        rx.cond(plan.problem == "", rx.fragment(options or rx.fragment(), *parts)),
        class_name="upload-plan stack",
        aria_label=tr(f"{room}.dry_run"),
    )


def counts(found: Any, *also: rx.Component, show: Any = None, chosen: Any = "") -> rx.Component:
    """How many rows are in each state; with `show(state)` they are buttons that filter."""
    return rx.el.div(
        rx.el.ul(rx.foreach(found, lambda one: _count(one, show, chosen)), class_name="upload-counts"),
        *also,
        class_name="upload-figures",
    )


def rows_table(room: str, plan: Any, heads: Sequence[tuple[str, str]], cells: Callable[[Any], Any]) -> rx.Component:
    """The planned rows; `heads` are keys and classes of the columns, `cells` draws the first ones of a row."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*(rx.el.th(tr(key), scope="col", class_name=kind) for key, kind in heads))),
            rx.el.tbody(rx.foreach(plan.rows, lambda row: rx.el.tr(*cells(row), *_said(row)))),
            class_name="upload-table",
        ),
        rx.cond(plan.hidden > 0, rx.text(tr_count(f"{room}.hidden", plan.hidden), size="1", color=MUTED)),
        class_name="upload-scroll",
        tab_index=0,
    )


def choice(label: Any, *options: rx.Component, value: Any, on_change: Any, **more: Any) -> rx.Component:
    """A labelled choice of a few."""
    return rx.el.label(
        rx.text(label, size="1", color=MUTED),
        rx.el.select(*options, value=value, on_change=on_change, class_name="native-select"),
        class_name="field",
        **more,
    )


def undo_button(label: Any, *, title: Any, hint: Any, cancel: Any, on_click: Any) -> rx.Component:
    """Takes a whole import back, and asks first."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.button(rx.icon("undo-2", size=14), label, size="1", variant="soft", color_scheme="gray")
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title(title),
            rx.alert_dialog.description(hint, size="2"),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button(cancel, variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(rx.button(label, color_scheme="red", on_click=on_click)),
                class_name="upload-buttons upload-dialog",
            ),
            max_width="440px",
        ),
    )


def _buttons(room: str, state: Any) -> rx.Component:
    plan = state.plan
    return rx.el.div(
        rx.button(
            tr(f"{room}.discard"),
            variant="soft",
            color_scheme="gray",
            on_click=state.discard,
            disabled=state.working,
        ),
        rx.cond(
            plan.problem == "",
            rx.cond(
                plan.open > 0,  # what there is to take depends on the answers
                rx.text(tr("uploads.answer_first"), size="2", color=MUTED, as_="span"),
                rx.cond(
                    plan.takes == 0,
                    rx.text(tr("uploads.nothing"), size="2", color=MUTED, as_="span"),
                    rx.button(tr_count(f"{room}.confirm", plan.takes), on_click=state.confirm, loading=state.working),
                ),
            ),
        ),
        class_name="upload-buttons",
    )


def _columns(room: str, state: Any, columns_open: Any) -> rx.Component:
    def place(column: rx.vars.ObjectVar[Column]) -> rx.Component:
        return choice(
            column.word,
            rx.el.option(tr(f"{room}.no_column"), value="-1"),
            rx.foreach(state.plan.headings, lambda one: rx.el.option(one[1], value=one[0])),
            value=column.at,
            on_change=lambda at: state.map_column(column.name, at),
            key=column.name,
        )

    return rx.el.details(
        rx.el.summary(tr(f"{room}.columns")),
        rx.el.div(rx.foreach(state.plan.columns, place), class_name="upload-columns"),
        open=columns_open,
    )


def _count(one: rx.vars.ObjectVar[Count], show: Any, chosen: Any) -> rx.Component:
    words = (_badge(one), rx.el.span(one.count, class_name="num"))
    if show is None:
        return rx.el.li(*words, class_name="upload-count", key=one.state)
    pressed = rx.cond(chosen == one.state, "true", "false")
    button = rx.el.button(*words, type="button", on_click=show(one.state), aria_pressed=pressed)
    return rx.el.li(button, class_name="upload-count", key=one.state)


def _said(row: rx.vars.ObjectVar[Row]) -> tuple[rx.Component, rx.Component]:
    return (
        rx.el.td(
            rx.text(row.who, size="2", as_="span", weight="medium"),
            rx.cond(row.detail != "", rx.el.p(row.detail, class_name="upload-note num")),
            class_name="upload-who",
        ),
        rx.el.td(
            _badge(row),
            rx.cond(row.note != "", rx.el.p(row.note, class_name="upload-note num")),
            class_name="upload-verdict",
        ),
    )


def _badge(one: rx.vars.ObjectVar[Count] | rx.vars.ObjectVar[Row]) -> rx.Component:
    colour: Any = one.colour
    return rx.badge(one.word, color_scheme=colour, size="1")


def _problem(words: Any) -> rx.Component:
    return rx.callout(words, icon="triangle-alert", color_scheme="red", size="1")
