"""One client: contacts and requisites on the right, deals and documents on the left."""

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.clients.dialogs import client_dialog, contact_dialog
from studio_app.workspace.clients.requisites_form import requisites_form
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.clients.views import ContactView, DealView, DocumentView
from studio_app.workspace.i18n import tr
from studio_app.workspace.shell import page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.CLIENT, title="clients", content=_content, on_load=[ClientState.load])


def _content() -> rx.Component:
    return rx.fragment(
        page_header(_title(), _edit_button()),
        rx.el.div(
            rx.el.div(_deals(), _documents(), class_name="stack"),
            rx.el.div(_contacts(), requisites_form(), class_name="stack"),
            class_name="page client-page",
        ),
        client_dialog(),
        contact_dialog(),
    )


def _title() -> rx.Component:
    return rx.el.div(
        rx.link(rx.icon("chevron-left", size=16), tr("nav.clients"), href=paths.CLIENTS, class_name="client-back"),
        rx.heading(ClientState.name, size="5", weight="bold", as_="h1"),
    )


def _edit_button() -> rx.Component:
    return rx.button(
        rx.icon("pencil", size=14),
        tr("clients.edit"),
        variant="soft",
        color_scheme="gray",
        on_click=ClientState.edit_client,
    )


def _panel(title: rx.Var[str], *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.heading(title, size="3", as_="h2"), *content, class_name="client-panel")


def _deals() -> rx.Component:
    return _panel(tr("clients.deals_title"), rx.foreach(ClientState.deals, _deal))


def _deal(deal: DealView) -> rx.Component:
    return rx.link(
        rx.el.span(deal.title, class_name="client-grow"),
        rx.badge(deal.stage, color_scheme=deal.colour, variant="soft"),
        rx.el.span(deal.amount, class_name="client-amount num"),
        rx.el.span(deal.day, class_name="client-day num"),
        href=deal.path,
        underline="none",
        class_name="client-line",
    )


def _documents() -> rx.Component:
    return _panel(
        tr("clients.documents_title"),
        rx.cond(
            ClientState.has_documents,
            rx.foreach(ClientState.documents, _document),
            rx.text(tr("clients.no_documents"), size="2", color=MUTED),
        ),
    )


def _document(document: DocumentView) -> rx.Component:
    parts = (
        rx.el.span(
            rx.el.span(document.kind, class_name="client-kind"),
            rx.el.span(document.title, class_name="client-sub"),
            class_name="client-grow",
        ),
        rx.badge(document.status, color_scheme=document.colour, variant="soft"),
        rx.el.span(document.day, class_name="client-day num"),
    )
    return rx.cond(
        document.path != "",
        rx.link(*parts, href=document.path, is_external=True, underline="none", class_name="client-line"),
        rx.link(*parts, href=document.deal_path, underline="none", class_name="client-line"),
    )


def _contacts() -> rx.Component:
    return _panel(tr("clients.contacts_title"), rx.foreach(ClientState.contacts, _contact))


def _contact(contact: ContactView) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.text(contact.name, size="2", weight="medium"),
            rx.cond(contact.post != "", rx.text(contact.post, size="1", color=MUTED)),
            rx.cond(contact.email != "", rx.link(contact.email, href="mailto:" + contact.email, size="2")),
            rx.cond(contact.phone != "", rx.link(contact.phone, href="tel:" + contact.phone, size="2")),
            class_name="client-contact",
        ),
        rx.icon_button(
            rx.icon("pencil", size=14),
            variant="ghost",
            color_scheme="gray",
            aria_label=tr("clients.edit"),
            on_click=ClientState.edit_contact(contact.id),
        ),
        class_name="client-line",
    )
