"""Settings: lists of leads, clients and spend come in from a file, and go back."""

import reflex as rx

from studio_app.domain.imports.kinds import ImportKind
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.imports.dry_run import by_kind, dry_run
from studio_app.workspace.imports.load import MAX_MEGABYTES
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.imports.views import ImportItem
from studio_app.workspace.settings.frame import section
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import MUTED
from studio_app.workspace.uploads.screen import counts, drop_zone, undo_button, uploads


def page() -> rx.Component:
    """A place for a file, its dry run, what was imported."""
    return section(
        "import",
        rx.cond(
            ImportState.ready,
            rx.el.div(
                uploads(ImportState, dry_run(), _upload()),
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
    return rx.el.div(
        rx.segmented_control.root(
            *(rx.segmented_control.item(tr(f"imports.kind.{kind.value}"), value=kind.value) for kind in ImportKind),
            value=ImportState.kind,
            on_change=ImportState.choose_kind,
            class_name="imports-kinds",
        ),
        drop_zone(
            "imports",
            rx.el.input(type="hidden", name="kind", value=ImportState.kind, read_only=True),
            action=paths.TABLE_FILE,
            accept=".csv,.tsv,.txt,.xlsx",
            megabytes=MAX_MEGABYTES,
            refused=ImportState.refused,
            hint=by_kind(
                ImportState.kind, lambda kind: rx.text(tr(f"imports.expects.{kind}"), size="1", color=MUTED, as_="span")
            ),
        ),
        class_name="stack",
    )


def _import(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.text(item.file_name, weight="medium", class_name="upload-name"),
            rx.text(item.kind, " · ", item.when, " · ", item.who, size="1", color=MUTED, class_name="num"),
        ),
        rx.cond(item.working, _progress(item), counts(item.counts)),
        rx.el.div(
            rx.el.a("XLSX", href=item.xlsx, target="_blank", download=True, aria_label=tr("imports.as_xlsx")),
            rx.el.a("CSV", href=item.csv, target="_blank", download=True, aria_label=tr("imports.as_csv")),
            rx.cond(item.undone, rx.fragment(), _undo(item)),
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


def _undo(item: rx.vars.ObjectVar[ImportItem]) -> rx.Component:
    """What nobody has worked on disappears."""
    return undo_button(
        tr("imports.undo"),
        title=tr("imports.undo_title"),
        hint=tr_count("imports.undo_hint", item.rows),
        cancel=tr("settings.cancel"),
        on_click=ImportState.undo(item.id),
    )
