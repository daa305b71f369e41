"""The files of the deal: dropped or chosen, downloaded, removed and brought back."""

from typing import Any, cast

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.letters import KEPT_FOR
from studio_app.workspace.deal.files.state import FileRow, FilesState
from studio_app.workspace.i18n import tr
from studio_app.workspace.letters.parts import notes, original
from studio_app.workspace.letters.views import LetterItem
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.theme import MUTED


def files() -> rx.Component:
    """The list with its place to drop; assets/deal.js sends what is chosen. Nothing where there is neither."""
    kept, letters = cast("Any", FilesState.files), cast("Any", FilesState.letters)
    return rx.cond(has(Permission.EDIT_DEALS) | (kept.length() > 0) | (letters.length() > 0), _section())


def _section() -> rx.Component:
    return rx.el.section(
        rx.heading(tr("deal.files"), size="3", as_="h2"),
        rx.cond(FilesState.files, rx.el.ul(rx.foreach(FilesState.files, _file), class_name="deal-files")),
        rx.cond(FilesState.removed, rx.el.ul(rx.foreach(FilesState.removed, _removed), class_name="deal-files")),
        shown_to(Permission.EDIT_DEALS, _place_to_drop()),
        rx.el.p(class_name="deal-upload-error", role="alert"),
        rx.cond(FilesState.letters, _letters()),
        class_name="deal-section",
    )


def _place_to_drop() -> rx.Component:
    return rx.el.label(
        rx.icon("paperclip", size=16),
        rx.el.span(tr("deal.file_add"), class_name="deal-drop-idle"),
        rx.el.span(tr("deal.file_sending"), class_name="deal-drop-busy", role="status"),
        rx.text(tr("deal.file_limit", megabytes=FilesState.megabytes), size="1", color=MUTED, as_="span"),
        rx.el.input(type="file", multiple=True, class_name="deal-file-input", aria_label=tr("deal.file_add")),
        class_name="deal-drop",
        custom_attrs={"data-upload": f"/deal-files/{FilesState.deal_id}", "data-failed": tr("deal.file_failed")},
    )


def _letters() -> rx.Component:
    """Letters as they came, with what was not kept of them."""
    letters: Any = FilesState.letters
    return rx.el.details(
        rx.el.summary(tr("letter.originals"), " ", rx.el.span(letters.length(), class_name="num")),
        rx.el.ul(rx.foreach(letters, _letter), class_name="letter-list"),
        rx.text(tr("letter.originals_hint", days=KEPT_FOR.days), size="1", color=MUTED),
        class_name="deal-letters",
    )


def _letter(letter: rx.vars.ObjectVar[LetterItem]) -> rx.Component:
    return rx.el.li(
        original(letter, letter.subject),
        rx.el.p(letter.who, " · ", letter.when, class_name="deal-entry-meta num"),
        rx.cond(letter.path == "", rx.text(tr("letter.original_gone"), size="1", color=MUTED)),
        notes(letter, FilesState.reread),
        key=letter.id,
    )


def _file(file: FileRow) -> rx.Component:
    return rx.el.li(
        rx.icon("file", size=16, color=MUTED),
        rx.el.div(
            rx.el.a(file.name, href=file.path, target="_blank", download=True, class_name="deal-file-name"),
            rx.el.p(file.about, class_name="deal-entry-meta num"),
            class_name="deal-task-what",
        ),
        shown_to(
            Permission.EDIT_DEALS,
            rx.icon_button(
                rx.icon("trash-2", size=14),
                on_click=FilesState.remove(file.id),
                variant="ghost",
                color_scheme="gray",
                aria_label=tr("deal.file_remove", name=file.name),
            ),
        ),
        key=file.id,
    )


def _removed(file: FileRow) -> rx.Component:
    return rx.el.li(
        rx.icon("trash-2", size=16, color=MUTED),
        rx.text(file.name, size="2", color=MUTED, class_name="deal-struck"),
        shown_to(
            Permission.EDIT_DEALS,
            rx.button(
                rx.icon("undo-2", size=14),
                tr("deal.take_back"),
                on_click=FilesState.restore(file.id),
                variant="soft",
                size="1",
            ),
        ),
        key=file.id,
        class_name="deal-fleeting",
        style={"--left": file.undo},
    )
