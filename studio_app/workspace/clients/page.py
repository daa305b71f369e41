"""One client: contacts and requisites on the right, deals and documents on the left."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.clients.dialogs import client_dialog
from studio_app.workspace.clients.history import ClientHistoryState, client_history
from studio_app.workspace.clients.merge import merge_button, merge_dialog, past_merges
from studio_app.workspace.clients.merge_state import MergeState
from studio_app.workspace.clients.requisites_form import requisites_form
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.clients.views import ContactView, DealView, DocumentView
from studio_app.workspace.components.clashes import clash_dialog
from studio_app.workspace.contacts.dialog import contact_dialog, role_badges
from studio_app.workspace.contacts.state import ContactState
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.balances import BalancesState, money_panel
from studio_app.workspace.rights import shown_to
from studio_app.workspace.shell import page_header, screen
from studio_app.workspace.theme import MUTED


def register(app: rx.App) -> None:
    """Add the page."""
    screen(
        app,
        route=paths.CLIENT,
        active="clients",
        title=ClientState.name,
        content=_content,
        on_load=[ClientState.load, MergeState.load, ClientHistoryState.load, BalancesState.load],
    )


def _content() -> rx.Component:
    return rx.fragment(
        page_header(_title(), shown_to(Permission.EDIT_DEALS, merge_button(), _edit_button())),
        rx.el.div(
            rx.el.div(_deals(), _documents(), client_history(), class_name="stack"),
            rx.el.div(_contacts(), money_panel("client-panel"), requisites_form(), class_name="stack"),
            class_name="page client-page",
        ),
        client_dialog(),
        clash_dialog(ClientState.clashes, put=ClientState.put, leave=ClientState.leave),
        contact_dialog(after=ClientState.catch_up),
        merge_dialog(),
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
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("clients.contacts_title"), size="3", as_="h2"),
            shown_to(
                Permission.EDIT_DEALS,
                rx.icon_button(
                    rx.icon("user-plus", size=16),
                    on_click=ContactState.add(ClientState.client_id),
                    variant="ghost",
                    color_scheme="gray",
                    aria_label=tr("clients.add_contact"),
                ),
            ),
            class_name="deal-section-head",
        ),
        rx.foreach(ClientState.contacts, _contact),
        past_merges(),
        class_name="client-panel",
    )


def _contact(contact: ContactView) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                rx.el.strong(contact.name),
                rx.cond(contact.is_primary, rx.badge(tr("deal.main_contact"), size="1", variant="soft")),
                role_badges(contact.decides, contact.pays, contact.signs),
                class_name="deal-contact-name",
            ),
            rx.cond(contact.post != "", rx.text(contact.post, size="1", color=MUTED)),
            rx.cond(contact.email != "", rx.link(contact.email, href="mailto:" + contact.email, size="2")),
            rx.cond(
                contact.phone != "", rx.link(contact.phone, href="tel:" + contact.dial, size="2", class_name="num")
            ),
            class_name="client-contact",
        ),
        shown_to(
            Permission.EDIT_DEALS,
            rx.icon_button(
                rx.icon("pencil", size=14),
                variant="ghost",
                color_scheme="gray",
                aria_label=tr("clients.edit_one", name=contact.name),
                on_click=ContactState.edit(contact.id),
            ),
        ),
        class_name="client-line",
    )
