"""The documents of the deal with their states and what can be done to each."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.payments.ends import End
from studio_app.workspace.components.invoice_ends import END_COLOURS
from studio_app.workspace.deal.documents.replacing import ReplacingState
from studio_app.workspace.deal.documents.rows import DocumentView
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.links import copy_link, open_link
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.document_kinds import ICONS, SCREENS
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.asking_again import AskingAgain
from studio_app.workspace.rights import has
from studio_app.workspace.shell import empty_state
from studio_app.workspace.theme import MUTED

_STATES: tuple[tuple[str, Literal["gray", "blue", "cyan", "green", "red"]], ...] = (
    ("draft", "gray"),
    ("published", "blue"),
    ("seen", "cyan"),
    ("signed", "green"),
    ("declined", "red"),
    ("void", "gray"),
)


def documents() -> rx.Component:
    """The list, newest first."""
    return rx.el.section(
        rx.heading(tr("deal.documents"), size="3", as_="h2"),
        rx.cond(
            DealState.documents,
            rx.el.ul(rx.foreach(DealState.documents, _row), class_name="deal-documents"),
            empty_state("files", tr("deal.documents_empty"), tr("deal.documents_empty_hint")),
        ),
        class_name="deal-section",
    )


def _row(document: DocumentView) -> rx.Component:
    return rx.el.li(
        rx.match(document.kind, *((kind, rx.icon(icon, size=18, color=MUTED)) for kind, icon in ICONS), rx.fragment()),
        rx.el.div(
            rx.cond(
                document.can_open,
                rx.link(document.name, href=document.path, is_external=True, weight="medium", size="2"),
                rx.text(document.name, weight="medium", size="2"),
            ),
            rx.cond(document.choice != "", rx.text(document.choice, size="1")),
            rx.cond(document.fallen != "", rx.text(document.fallen, size="1", color_scheme="amber")),
            rx.cond(document.is_changed, rx.text(tr("changes.row"), size="1", color_scheme="amber")),
            rx.cond(document.is_left_over, rx.text(tr("changes.left_over"), size="1", color_scheme="amber")),
            rx.text(document.when, size="1", color=MUTED, class_name="num"),
            class_name="deal-document-name",
        ),
        _state(document),
        _menu(document),
        custom_attrs={
            "data-document": document.kind,
            "data-state": document.state,
            "data-changed": rx.cond(document.is_changed | document.is_left_over, "yes", "no"),
        },
    )


def _state(document: DocumentView) -> rx.Component:
    accepted = (
        (kind.key, rx.badge(tr(f"deal.state.{one.when_accepted}"), color_scheme="green"))
        for kind, one in SCREENS.items()
    )
    badges = ((name, rx.badge(tr(f"deal.state.{name}"), color_scheme=colour)) for name, colour in _STATES)
    ends = (
        (end.value, rx.badge(tr(f"invoices.state.{end.value}"), color_scheme=colour))
        for end, colour in END_COLOURS.items()
        if end is not End.VOID  # which other documents are too
    )
    return rx.fragment(
        rx.cond(
            document.state == DocumentStatus.ACCEPTED.value,
            rx.match(document.kind, *accepted, rx.fragment()),
            rx.match(document.state, *badges, *ends, rx.fragment()),
        ),
        rx.cond(
            document.handed_over,
            rx.badge(tr("invoices.is_handed_over"), color_scheme="gray", variant="outline"),
        ),
    )


def _sent_by_me(document: DocumentView) -> Any:
    """Whether whoever looks may send the document to its client."""
    return rx.match(document.kind, *((kind.key, has(kind.sent_with)) for kind in SCREENS), False)


def _menu(document: DocumentView) -> rx.Component:
    return rx.menu.root(
        rx.menu.trigger(
            rx.icon_button(
                rx.icon("ellipsis", size=16), variant="ghost", color_scheme="gray", aria_label=tr("deal.do.more")
            )
        ),
        rx.menu.content(
            rx.cond(
                document.can_publish & _sent_by_me(document),
                rx.menu.item(tr("deal.do.publish"), on_select=DocumentsState.publish(document.id)),
            ),
            rx.cond(
                document.can_publish_changes & has(Permission.SEND_DOCUMENTS),
                rx.menu.item(tr("deal.do.publish_changes"), on_select=DocumentsState.publish_changes(document.id)),
            ),
            rx.cond(
                document.can_edit & has(Permission.SEND_DOCUMENTS),
                rx.menu.item(tr("deal.do.edit"), on_select=rx.redirect(f"/deal/{DealState.deal.id}/{document.kind}")),
            ),
            rx.cond(
                document.is_changed | document.is_left_over,
                rx.menu.item(tr("changes.look"), on_select=open_link(document.path + "/changes")),
            ),
            rx.cond(
                document.can_open,
                rx.fragment(
                    rx.menu.item(
                        rx.cond(document.published, tr("deal.do.open"), tr("deal.do.preview")),
                        on_select=open_link(document.path),
                    ),
                    rx.cond(
                        document.has_pdf,
                        rx.menu.item(tr("deal.do.pdf"), on_select=open_link(document.path + ".pdf")),
                    ),
                ),
            ),
            rx.cond(
                document.published & _sent_by_me(document),
                rx.menu.item(tr("deal.do.copy_link"), on_select=copy_link(document.path)),
            ),
            rx.cond(
                document.published & has(Permission.SEND_DOCUMENTS),
                rx.fragment(
                    rx.menu.separator(),
                    rx.menu.item(tr("deal.do.renew_link"), on_select=ReplacingState.ask(document.id)),
                ),
            ),
            rx.cond(
                (document.is_changed | document.is_left_over) & has(Permission.SEND_DOCUMENTS),
                rx.menu.item(
                    tr("changes.discard"), color="red", on_select=DocumentsState.open_dialog("discard", document.id)
                ),
            ),
            rx.cond(
                document.can_hand_over & has(Permission.ISSUE_INVOICES),
                rx.menu.item(tr("invoices.hand_over"), on_select=DocumentsState.hand_over(document.id)),
            ),
            rx.cond(
                document.can_ask_again & has(Permission.ISSUE_INVOICES),
                rx.menu.item(tr("invoices.ask_again"), on_select=AskingAgain.open_dialog(document.id)),
            ),
            rx.cond(
                document.can_void & has(Permission.ISSUE_INVOICES),
                rx.menu.item(
                    tr("deal.do.void"), color="red", on_select=DocumentsState.open_dialog("void", document.id)
                ),
            ),
        ),
    )
