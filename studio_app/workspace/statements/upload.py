"""The owner's part of the screen: the place for a file, and what importing it would do."""

import reflex as rx

from studio_app.adapters.bank.read import MAX_MEGABYTES
from studio_app.workspace import paths
from studio_app.workspace.statements.state import StatementsState
from studio_app.workspace.statements.views import PlanRow
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
        about=plan.format,
        level="h2",
        columns_open=(plan.problem != "") | plan.mapped,
    )
    drop = drop_zone(
        _ROOM,
        action=paths.STATEMENT_FILE,
        accept=".txt,.xml,.csv,.xlsx,.sta,.mt940,.940,.tsv,.camt",
        megabytes=MAX_MEGABYTES,
        refused=StatementsState.refused,
    )
    return uploads(StatementsState, card, drop)


def _cells(row: rx.vars.ObjectVar[PlanRow]) -> tuple[rx.Component, ...]:
    return (
        rx.el.td(row.day, class_name="num"),
        rx.el.td(
            row.amount,
            rx.el.p(row.account, class_name="upload-note"),
            class_name=rx.cond(row.incoming, "num statements-in", "num statements-out"),
        ),
    )
