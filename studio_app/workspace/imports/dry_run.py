"""The dry run of an uploaded list: its columns, what would become of each row, and one button."""

from typing import Any

import reflex as rx

from studio_app.domain.imports.models import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.imports.views import Choice, Column, Count, Row
from studio_app.workspace.theme import MUTED

_COLOURS: dict[str, Any] = {
    "created": "green",
    "joined": "blue",
    "held": "amber",
    "known": "gray",
    "duplicate": "gray",
    "refused": "red",
    "pending": "gray",
    "undone": "gray",
    "stays": "amber",
}


def dry_run() -> rx.Component:
    """What would happen to each row; then one button."""
    plan = ImportState.plan
    return rx.el.section(
        _head(),
        rx.cond(plan.problem != "", rx.callout(plan.problem, icon="triangle-alert", color_scheme="red", size="1")),
        rx.cond(plan.columns, _columns()),
        rx.cond(plan.kind == ImportKind.LEADS.value, rx.cond(plan.problem == "", _options())),
        rx.cond(plan.problem == "", rx.fragment(_counts(), _rows())),
        class_name="statements-plan stack",
        aria_label=tr("imports.dry_run"),
    )


def state_badge(one: rx.vars.ObjectVar[Count] | rx.vars.ObjectVar[Row]) -> rx.Component:
    """The word for a state in its colour."""
    return rx.fragment(
        rx.match(
            one.state,
            *((name, rx.badge(one.word, color_scheme=colour, size="1")) for name, colour in _COLOURS.items()),
            rx.badge(one.word, size="1"),
        )
    )


def _head() -> rx.Component:
    plan = ImportState.plan
    return rx.el.div(
        rx.el.div(
            rx.heading(plan.file_name, size="3", as_="h3", class_name="statements-name"),
            rx.text(
                rx.match(
                    plan.kind,
                    *((kind.value, tr(f"imports.kind.{kind.value}")) for kind in ImportKind),
                    tr("imports.kind.leads"),
                ),
                rx.cond(plan.problem == "", rx.fragment(" · ", tr_count("imports.rows", plan.total))),
                size="1",
                color=MUTED,
                class_name="num",
            ),
        ),
        rx.el.div(
            rx.button(tr("imports.discard"), variant="soft", color_scheme="gray", on_click=ImportState.discard),
            rx.cond(
                plan.problem == "",
                rx.button(
                    tr_count("imports.confirm", plan.brings),
                    on_click=ImportState.confirm,
                    disabled=plan.brings == 0,
                ),
            ),
            class_name="statements-buttons",
        ),
        class_name="statements-head",
    )


def _columns() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(tr("imports.columns")),
        rx.el.div(rx.foreach(ImportState.plan.columns, _column), class_name="statements-columns"),
        class_name="imports-columns",
    )


def _column(column: rx.vars.ObjectVar[Column]) -> rx.Component:
    return rx.el.label(
        rx.text(column.word, size="1", color=MUTED),
        rx.el.select(
            rx.el.option(tr("imports.no_column"), value="-1"),
            rx.foreach(ImportState.plan.headings, lambda one: rx.el.option(one[1], value=one[0])),
            value=column.at,
            on_change=lambda at: ImportState.map_column(column.name, at),
            class_name="statements-select",
        ),
        class_name="field",
        key=column.name,
    )


def _options() -> rx.Component:
    plan = ImportState.plan
    return rx.el.div(
        _choice("imports.channel", "imports.channel_site", ImportState.channels, plan.channel, "choose_channel"),
        _choice("imports.manager", "imports.manager_rules", ImportState.people, plan.manager, "choose_manager"),
        rx.text(tr("imports.quiet"), size="1", color=MUTED, class_name="imports-quiet"),
        class_name="statements-columns",
    )


def _choice(label: str, nobody: str, options: Any, value: Any, handler: str) -> rx.Component:
    return rx.el.label(
        rx.text(tr(label), size="1", color=MUTED),
        rx.el.select(
            rx.el.option(tr(nobody), value=""),
            rx.foreach(options, _option),
            value=value,
            on_change=getattr(ImportState, handler),
            class_name="statements-select",
        ),
        class_name="field",
    )


def _option(one: rx.vars.ObjectVar[Choice]) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


def _counts() -> rx.Component:
    return rx.el.div(
        rx.foreach(ImportState.plan.counts, _count),
        rx.el.a(
            rx.icon("download", size=14),
            tr("imports.report_plan"),
            href=paths.import_report("plan", "xlsx"),
            target="_blank",
            download=True,
            class_name="imports-report",
        ),
        class_name="imports-counts",
    )


def _count(one: rx.vars.ObjectVar[Count]) -> rx.Component:
    return rx.el.button(
        state_badge(one),
        rx.el.span(one.count, class_name="num"),
        type="button",
        on_click=ImportState.show(one.state),
        aria_pressed=rx.cond(ImportState.only == one.state, "true", "false"),
        class_name="imports-count",
        key=one.state,
    )


def _rows() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(tr("imports.head.line"), scope="col", class_name="num"),
                    rx.el.th(tr("imports.head.who"), scope="col"),
                    rx.el.th(tr("imports.head.state"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(ImportState.plan.rows, _row)),
            class_name="statements-table imports-table",
        ),
        rx.cond(
            ImportState.plan.hidden > 0,
            rx.text(tr_count("imports.hidden", ImportState.plan.hidden), size="1", color=MUTED),
        ),
        class_name="statements-scroll",
        tab_index=0,
    )


def _row(row: rx.vars.ObjectVar[Row]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row.line, class_name="num imports-line"),
        rx.el.td(
            rx.text(row.who, size="2", as_="span", weight="medium"),
            rx.el.p(row.detail, class_name="statements-purpose num"),
        ),
        rx.el.td(
            state_badge(row),
            rx.cond(row.reason != "", rx.el.p(row.reason, class_name="statements-purpose")),
        ),
        key=row.line,
    )
