"""The owner's part of the screen: the place for a file, and what importing it would do."""

from typing import Any

import reflex as rx

from studio_app.adapters.bank.limits import MAX_MEGABYTES
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.statements.state import StatementsState
from studio_app.workspace.statements.views import PlanRow
from studio_app.workspace.theme import MUTED
from studio_app.workspace.uploads.asking import asks
from studio_app.workspace.uploads.screen import counts, drop_zone, plan_card, rows_table, uploads

_ROOM = "statements"
_HEADS = (
    ("statements.col.day", ""),
    ("statements.col.amount", "num"),
    ("statements.col.payer", ""),
    ("statements.col.verdict", ""),
)


def upload() -> rx.Component:
    """Where a file is dropped; then what would be booked, what waits, what is left out."""
    plan = StatementsState.plan
    card = plan_card(
        _ROOM,
        StatementsState,
        rx.text(plan.accounts, size="2", class_name="num"),
        counts(plan.counts),
        rows_table(_ROOM, plan, _HEADS, _cells),
        rx.cond(plan.left, left_out(plan.left)),
        about=plan.format,
        level="h2",
        columns_open=(plan.problem != "") | plan.mapped,
        asked=_asked(),
    )
    drop = drop_zone(
        _ROOM,
        action=paths.STATEMENT_FILE,
        accept=".txt,.xml,.csv,.xlsx,.sta,.mt940,.940,.tsv,.camt",
        megabytes=MAX_MEGABYTES,
        refused=StatementsState.refused,
    )
    return rx.el.div(uploads(StatementsState, card, drop), id="statements-upload")


def left_out(rows: Any) -> rx.Component:
    """What was not taken in: its line, what it says, and why."""
    return rx.el.details(
        rx.el.summary(tr("statements.left_out"), " ", rx.el.span(rows.length(), class_name="num")),
        rx.el.ul(
            rx.foreach(
                rows,
                lambda row: rx.el.li(
                    rx.el.span(row.place, class_name="num statements-day"),
                    rx.el.span(row.said),
                    rx.el.span(row.why, class_name="statements-day"),
                ),
            ),
            class_name="statements-left",
        ),
    )


def _asked() -> rx.Component:
    """How the file is read, with a choice for each thing; an open question says what it is about."""
    plan = StatementsState.plan
    partly = rx.el.div(
        rx.text(tr("statements.partly"), size="2", color=MUTED),
        rx.button(
            tr("statements.take_partly"), size="1", variant="soft", on_click=StatementsState.answer("anyway", "1")
        ),
        class_name="upload-buttons",
    )
    return rx.fragment(
        rx.cond(plan.partly, partly),
        rx.cond(plan.anyway, rx.callout(tr("statements.is_partly"), icon="info", color_scheme="amber", size="1")),
        asks(plan, StatementsState.answer),
    )


def _cells(row: rx.vars.ObjectVar[PlanRow]) -> tuple[rx.Component, ...]:
    return (
        rx.el.td(row.day, class_name="num"),
        rx.el.td(
            row.amount,
            rx.el.p(row.account, class_name="upload-note"),
            class_name=rx.cond(row.incoming, "num statements-in", "num statements-out"),
        ),
    )
