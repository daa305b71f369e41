"""Settings: lists of leads, clients and spend come in from a file, and go back."""

from typing import Any

import reflex as rx

from studio_app.domain.imports.models import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.components.native_form import native_form
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.imports.dry_run import dry_run, state_badge
from studio_app.workspace.imports.load import MAX_MEGABYTES
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.imports.views import ImportItem
from studio_app.workspace.settings.frame import section
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import MUTED

_FORM = "import-form"


def page() -> rx.Component:
    """A place for a file, its dry run, what was imported."""
    return section(
        "import",
        rx.cond(
            ImportState.ready,
            rx.el.div(
                rx.cond(ImportState.has_plan, dry_run(), _upload()),
                rx.heading(tr("imports.past"), size="3", as_="h3"),
                rx.cond(
                    ImportState.imports,
                    rx.el.ul(rx.foreach(ImportState.imports, _import), class_name="imports-list"),
                    empty_state("file-up", tr("imports.none"), tr("imports.none_hint")),
                ),
                class_name="stack",
            ),
        ),
    )


def _upload() -> rx.Component:
    """The browser itself posts the file, and the page comes back with the dry run."""
    return rx.fragment(
        rx.segmented_control.root(
            *(rx.segmented_control.item(tr(f"imports.kind.{kind.value}"), value=kind.value) for kind in ImportKind),
            value=ImportState.kind,
            on_change=ImportState.choose_kind,
            class_name="imports-kinds",
        ),
        native_form(
            rx.el.input(type="hidden", name="kind", value=ImportState.kind, read_only=True),
            rx.el.label(
                rx.icon("file-up", size=20),
                rx.text(tr("imports.drop"), weight="medium", as_="span"),
                rx.match(
                    ImportState.kind,
                    *(
                        (kind.value, rx.text(tr(f"imports.expects.{kind.value}"), size="1", color=MUTED, as_="span"))
                        for kind in ImportKind
                    ),
                    rx.fragment(),
                ),
                rx.text(tr("imports.formats", megabytes=MAX_MEGABYTES), size="1", color=MUTED, as_="span"),
                rx.el.input(
                    type="file",
                    name="file",
                    accept=".csv,.tsv,.txt,.xlsx",
                    required=True,
                    aria_label=tr("imports.drop"),
                    on_change=rx.call_script(f"document.getElementById('{_FORM}').requestSubmit()"),
                    class_name="statements-file",
                ),
                class_name="statements-drop",
            ),
            id=_FORM,
            action=paths.TABLE_FILE,
            method="post",
            custom_attrs={"encType": "multipart/form-data"},
            class_name="stack",
        ),
        rx.cond(
            ImportState.refused,
            rx.callout(
                tr("error.table.too_large", megabytes=MAX_MEGABYTES),
                icon="triangle-alert",
                color_scheme="red",
                size="1",
            ),
        ),
    )


def _import(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.text(item.file_name, weight="medium", class_name="statements-name"),
            rx.text(item.kind, " · ", item.when, " · ", item.who, size="1", color=MUTED, class_name="num"),
        ),
        rx.cond(item.working, _progress(item), _result(item)),
        rx.el.div(
            rx.el.a("XLSX", href=item.xlsx, target="_blank", download=True, aria_label=tr("imports.as_xlsx")),
            rx.el.a("CSV", href=item.csv, target="_blank", download=True, aria_label=tr("imports.as_csv")),
            rx.cond(item.undone, rx.fragment(), _undo_button(item)),
            class_name="imports-actions",
        ),
        key=item.id,
        class_name="imports-item",
    )


def _progress(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    return rx.el.div(
        rx.text(
            rx.cond(
                item.undone,
                tr("imports.taking_back", done=item.done, rows=item.rows),
                tr("imports.working", done=item.done, rows=item.rows),
            ),
            size="2",
            class_name="num",
        ),
        rx.progress(value=item.percent, aria_label=tr("imports.progress")),
        class_name="imports-progress",
        role="status",
    )


def _result(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            item.counts,
            lambda one: rx.el.li(state_badge(one), rx.el.span(one.count, class_name="num"), key=one.state),
        ),
        class_name="statements-counts",
    )


def _undo_button(item: Any) -> rx.Component:
    """Asks first: what nobody has worked on disappears."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.button(rx.icon("undo-2", size=14), tr("imports.undo"), size="1", variant="soft", color_scheme="gray")
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title(tr("imports.undo_title")),
            rx.alert_dialog.description(tr_count("imports.undo_hint", item.rows), size="2"),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button(tr("settings.cancel"), variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(tr("imports.undo"), color_scheme="red", on_click=ImportState.undo(item.id))
                ),
                class_name="statements-buttons statements-dialog",
            ),
            max_width="440px",
        ),
    )
