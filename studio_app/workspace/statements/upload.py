"""The owner's part of the screen: the place for a file, and what importing it would do."""

from typing import Any

import reflex as rx

from studio_app.adapters.bank.read import MAX_MEGABYTES
from studio_app.workspace import paths
from studio_app.workspace.components.native_form import native_form
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.statements.state import StatementsState
from studio_app.workspace.statements.views import Column, Count, PlanRow
from studio_app.workspace.theme import MUTED

_FORM = "statement-form"
COLOURS: dict[str, Any] = {
    "certain": "green",
    "unsure": "amber",
    "duplicate": "gray",
    "outgoing": "gray",
    "other_account": "gray",
    "own_transfer": "gray",
    "pending": "blue",
}


def upload() -> rx.Component:
    """Where a file is dropped; the browser itself posts it, and the page comes back with the dry run."""
    return native_form(
        rx.el.label(
            rx.icon("file-up", size=20),
            rx.text(tr("statements.drop"), weight="medium", as_="span"),
            rx.text(tr("statements.formats", megabytes=MAX_MEGABYTES), size="1", color=MUTED, as_="span"),
            rx.el.input(
                type="file",
                name="file",
                accept=".txt,.xml,.csv,.xlsx,.sta,.mt940,.940,.tsv,.camt",
                required=True,
                aria_label=tr("statements.drop"),
                on_change=rx.call_script(f"document.getElementById('{_FORM}').requestSubmit()"),
                class_name="statements-file",
            ),
            class_name="statements-drop",
        ),
        rx.cond(
            StatementsState.refused,
            rx.callout(
                tr("error.statement.too_large", value=MAX_MEGABYTES),
                icon="triangle-alert",
                color_scheme="red",
                size="1",
            ),
        ),
        id=_FORM,
        action=paths.STATEMENT_FILE,
        method="post",
        custom_attrs={"encType": "multipart/form-data"},
        class_name="stack",
    )


def dry_run() -> rx.Component:
    """What would be booked, what waits, what is left out; then one button."""
    plan = StatementsState.plan
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.heading(plan.file_name, size="3", as_="h2", class_name="statements-name"),
                rx.text(plan.format, size="1", color=MUTED),
            ),
            rx.el.div(
                rx.button(
                    tr("statements.discard"), variant="soft", color_scheme="gray", on_click=StatementsState.discard
                ),
                rx.cond(
                    plan.problem == "",
                    rx.button(
                        tr_count("statements.confirm", plan.keeps),
                        on_click=StatementsState.confirm,
                        disabled=plan.keeps == 0,
                    ),
                ),
                class_name="statements-buttons",
            ),
            class_name="statements-head",
        ),
        rx.cond(plan.problem != "", rx.callout(plan.problem, icon="triangle-alert", color_scheme="red", size="1")),
        rx.cond(plan.columns, _columns()),
        rx.cond(plan.problem == "", rx.fragment(_counts(), _rows())),
        class_name="statements-plan stack",
        aria_label=tr("statements.dry_run"),
    )


def _counts() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            StatementsState.plan.counts,
            lambda one: rx.el.li(_badge(one), rx.el.span(one.count, class_name="num"), key=one.verdict),
        ),
        class_name="statements-counts",
    )


def _badge(one: rx.vars.ObjectVar[Count] | rx.vars.ObjectVar[PlanRow]) -> rx.Component:
    return rx.fragment(
        rx.match(
            one.verdict,
            *((name, rx.badge(one.word, color_scheme=colour, size="1")) for name, colour in COLOURS.items()),
            rx.badge(one.word, size="1"),
        )
    )


def _rows() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(tr("statements.col.day"), scope="col"),
                    rx.el.th(tr("statements.col.amount"), scope="col", class_name="num"),
                    rx.el.th(tr("statements.col.payer"), scope="col"),
                    rx.el.th(tr("statements.col.verdict"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(StatementsState.plan.rows, _row)),
            class_name="statements-table",
        ),
        rx.cond(
            StatementsState.plan.hidden > 0,
            rx.text(tr_count("statements.hidden", StatementsState.plan.hidden), size="1", color=MUTED),
        ),
        class_name="statements-scroll",
        tab_index=0,
    )


def _row(row: rx.vars.ObjectVar[PlanRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row.day, class_name="num"),
        rx.el.td(row.amount, class_name=rx.cond(row.incoming, "num statements-in", "num statements-out")),
        rx.el.td(
            rx.text(row.payer, size="2", as_="span", weight="medium"),
            rx.el.p(row.purpose, class_name="statements-purpose"),
        ),
        rx.el.td(
            _badge(row),
            rx.cond(row.numbers != "", rx.text(row.numbers, size="1", color=MUTED, class_name="num")),
        ),
    )


def _columns() -> rx.Component:
    return rx.el.details(
        rx.el.summary(tr("statements.columns")),
        rx.el.div(rx.foreach(StatementsState.plan.columns, _column), class_name="statements-columns"),
        open=(StatementsState.plan.problem != "") | StatementsState.plan.mapped,
    )


def _column(column: rx.vars.ObjectVar[Column]) -> rx.Component:
    return rx.el.label(
        rx.text(column.word, size="1", color=MUTED),
        rx.el.select(
            rx.el.option(tr("statements.no_column"), value="-1"),
            rx.foreach(StatementsState.plan.headings, lambda one: rx.el.option(one[1], value=one[0])),
            value=column.at,
            on_change=lambda at: StatementsState.map_column(column.name, at),
            class_name="statements-select",
        ),
        class_name="field",
        key=column.name,
    )
