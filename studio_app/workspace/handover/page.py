"""Handing over: whose deals and which on top, the deals below, and one button."""

from typing import Any

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.handover.state import DealRow, HandoverState
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.HANDOVER,
        active="clients",
        title=tr("handover.title"),
        content=_content,
        on_load=[HandoverState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        page_header(tr("handover.title")),
        rx.el.div(
            rx.text(tr("handover.hint"), size="2", color=MUTED),
            _filters(),
            rx.cond(
                HandoverState.total > 0,
                rx.fragment(
                    _give(), rx.el.ul(rx.foreach(HandoverState.rows, _row), class_name="handover clients-list")
                ),
                rx.cond(
                    HandoverState.loaded, empty_state("inbox", tr("handover.nothing"), tr("handover.nothing_hint"))
                ),
            ),
            class_name="page stack",
        ),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        _labelled(
            tr("handover.from"),
            rx.el.select(
                rx.foreach(HandoverState.people, lambda one: rx.el.option(one.name, value=one.id)),
                value=HandoverState.from_id,
                on_change=HandoverState.take_from,
                class_name="native-select",
            ),
        ),
        _labelled(
            tr("handover.stage"),
            rx.el.select(
                rx.el.option(tr("handover.any_stage"), value=""),
                rx.foreach(HandoverState.stages, lambda one: rx.el.option(one.name, value=one.id)),
                value=HandoverState.stage_id,
                on_change=HandoverState.in_stage,
                class_name="native-select",
            ),
        ),
        _labelled(
            tr("handover.words"),
            rx.input(
                default_value=HandoverState.text,
                on_change=HandoverState.search.debounce(250),
                type="search",
                placeholder=tr("clients.search"),
            ),
        ),
        rx.el.label(
            rx.checkbox(
                checked=HandoverState.closed, on_change=HandoverState.with_closed, aria_label=tr("handover.closed")
            ),
            rx.text(tr("handover.closed"), size="2"),
            class_name="handover-tick",
        ),
        class_name="handover-filters",
    )


def _labelled(label: rx.Var[str], control: Any) -> rx.Component:
    return rx.el.label(rx.text(label, size="1", color=MUTED), control, class_name="field")


def _give() -> rx.Component:
    return rx.form(
        rx.el.label(
            rx.text(tr("handover.to"), size="2", weight="medium"),
            rx.el.select(
                rx.el.option(tr("handover.choose"), value=""),
                rx.foreach(
                    HandoverState.people,
                    lambda one: rx.cond(
                        one.active & (one.id != HandoverState.from_id), rx.el.option(one.name, value=one.id)
                    ),
                ),
                name="to",
                required=True,
                class_name="native-select",
            ),
            class_name="handover-to",
        ),
        rx.button(tr_count("handover.go", HandoverState.total), type="submit"),
        on_submit=HandoverState.hand_over,
        class_name="handover-give",
    )


def _row(row: DealRow) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.span(
                rx.el.span(row.title, class_name="clients-name"),
                rx.el.span(row.client, class_name="clients-sub"),
                class_name="clients-who",
            ),
            rx.el.span(row.stage, class_name="clients-reach"),
            rx.el.span(row.amount, class_name="clients-day num"),
            rx.el.span(rx.cond(row.tasks > 0, tr_count("handover.tasks", row.tasks), ""), class_name="clients-day num"),
            href=f"/deal/{row.id}",
            underline="none",
            class_name="clients-row",
        ),
        key=row.id,
    )
