"""Beside the deal: what is planned, whom to call, what the client answered."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.contacts.dialog import contact_dialog, role_badges
from studio_app.workspace.contacts.state import ContactState
from studio_app.workspace.deal.files.panel import files
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.tasks.panel import tasks
from studio_app.workspace.deal.view import AnswerRow, ContactRow, RelatedRow
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.balances import money_panel
from studio_app.workspace.rights import shown_to
from studio_app.workspace.theme import MUTED


def side() -> rx.Component:
    """The right column; below the rest on a phone."""
    return rx.el.aside(
        tasks(),
        _contacts(),
        rx.cond(
            DealState.related,
            _section(tr("deal.related"), rx.el.ul(rx.foreach(DealState.related, _related), class_name="deal-related")),
        ),
        money_panel("deal-section"),
        files(),
        rx.cond(
            DealState.deal.message != "",
            _section(tr("deal.message"), rx.text(DealState.deal.message, size="2", class_name="deal-message")),
        ),
        rx.cond(
            DealState.answers,
            _section(tr("deal.answers"), rx.el.dl(rx.foreach(DealState.answers, _answer), class_name="deal-answers")),
        ),
        class_name="deal-side",
    )


def _section(title: rx.Var[str], *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.heading(title, size="3", as_="h2"), *content, class_name="deal-section")


def _contacts() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("deal.contacts"), size="3", as_="h2"),
            shown_to(
                Permission.EDIT_DEALS,
                rx.icon_button(
                    rx.icon("user-plus", size=16),
                    on_click=ContactState.add(DealState.deal.client_id),
                    variant="ghost",
                    color_scheme="gray",
                    aria_label=tr("clients.add_contact"),
                ),
            ),
            class_name="deal-section-head",
        ),
        rx.el.ul(rx.foreach(DealState.contacts, _contact), class_name="deal-contacts"),
        contact_dialog(after=DealState.catch_up),
        class_name="deal-section",
    )


def _contact(contact: ContactRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.strong(contact.name),
                rx.cond(contact.is_main, rx.badge(tr("deal.main_contact"), size="1", variant="soft")),
                role_badges(contact.decides, contact.pays, contact.signs),
                class_name="deal-contact-name",
            ),
            rx.cond(contact.post != "", rx.text(contact.post, size="1", color=MUTED)),
            rx.cond(
                contact.phone != "", rx.link(contact.phone, href=f"tel:{contact.dial}", size="2", class_name="num")
            ),
            rx.cond(contact.email != "", rx.link(contact.email, href=f"mailto:{contact.email}", size="2")),
            class_name="deal-contact",
        ),
        shown_to(
            Permission.EDIT_DEALS,
            rx.icon_button(
                rx.icon("pencil", size=14),
                on_click=ContactState.edit(contact.id),
                variant="ghost",
                color_scheme="gray",
                aria_label=tr("clients.edit_one", name=contact.name),
            ),
        ),
        key=contact.id,
    )


def _related(deal: RelatedRow) -> rx.Component:
    return rx.el.li(
        rx.link(deal.title, href=deal.path, size="2"),
        rx.el.p(
            rx.match(
                deal.kind,
                ("won", rx.badge(deal.stage, size="1", color_scheme="green")),
                ("lost", rx.badge(deal.stage, size="1", color_scheme="gray")),
                rx.badge(deal.stage, size="1", color_scheme="blue"),
            ),
            rx.el.span(deal.amount, class_name="num"),
            class_name="deal-task-meta",
        ),
        key=deal.path,
    )


def _answer(answer: AnswerRow) -> rx.Component:
    return rx.el.div(rx.el.dt(answer.question), rx.el.dd(answer.answer))
