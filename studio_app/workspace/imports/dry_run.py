"""The dry run of an uploaded list: its columns, what would become of each row, and one button."""

from typing import Any

import reflex as rx

from studio_app.domain.imports.kinds import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.imports.views import Choice, PlanRow
from studio_app.workspace.theme import MUTED
from studio_app.workspace.uploads.asking import asks
from studio_app.workspace.uploads.screen import choice, counts, plan_card, rows_table

_ROOM = "imports"
_HEADS = (("imports.head.line", "num"), ("imports.head.who", ""), ("imports.head.state", ""))


def dry_run() -> rx.Component:
    """What would happen to each row; then one button."""
    plan = ImportState.plan
    return plan_card(
        _ROOM,
        ImportState,
        counts(plan.counts, _report(), show=ImportState.show, chosen=ImportState.only),
        rows_table(_ROOM, plan, _HEADS, _cells),
        about=rx.fragment(
            by_kind(plan.kind, lambda kind: tr(f"imports.kind.{kind}")),
            rx.cond(plan.problem == "", rx.fragment(" · ", tr_count("imports.rows", plan.total))),
        ),
        level="h3",
        columns_open=True,
        asked=asks(plan, ImportState.answer),
        options=rx.cond(plan.kind == ImportKind.LEADS.value, _options()),
    )


def by_kind(kind: Any, words: Any) -> Any:
    """What `words` makes of the kind of list."""
    return rx.match(kind, *((one.value, words(one.value)) for one in ImportKind), words(ImportKind.LEADS.value))


def _options() -> rx.Component:
    plan = ImportState.plan
    return rx.el.div(
        choice(
            tr("imports.channel"),
            rx.el.option(tr("imports.channel_site"), value=""),
            rx.foreach(ImportState.channels, _option),
            value=plan.channel,
            on_change=ImportState.choose_channel,
        ),
        choice(
            tr("imports.manager"),
            rx.el.option(tr("imports.manager_rules"), value=""),
            rx.foreach(ImportState.people, _option),
            value=plan.manager,
            on_change=ImportState.choose_manager,
        ),
        rx.text(tr("imports.quiet"), size="1", color=MUTED, class_name="imports-quiet"),
        class_name="upload-columns imports-options",
    )


def _option(one: rx.vars.ObjectVar[Choice]) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


def _report() -> rx.Component:
    return rx.el.a(
        rx.icon("download", size=14),
        tr("imports.report_plan"),
        href=paths.import_report("plan", "xlsx"),
        target="_blank",
        download=True,
        class_name="imports-report",
    )


def _cells(row: rx.vars.ObjectVar[PlanRow]) -> tuple[rx.Component, ...]:
    return (rx.el.td(row.line, class_name="num imports-line"),)
