"""The payments screen: the ledger, the balance of an invoice, what differs from the provider."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.payments.entries import BookFilter
from studio_app.workspace import paths
from studio_app.workspace.components.lists import filter_bar, filter_button, pages
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.balance import balance
from studio_app.workspace.payments.dialogs import dialogs
from studio_app.workspace.payments.entities import entities
from studio_app.workspace.payments.health import differences
from studio_app.workspace.payments.payouts import payouts
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.table import entries
from studio_app.workspace.rights import shown_to
from studio_app.workspace.shell import empty_state, page_header, screen


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.PAYMENTS, active="payments", content=_content, on_load=[PaymentsState.open])


def _content() -> rx.Component:
    return rx.el.div(
        page_header(
            tr("nav.payments"),
            rx.link(rx.button(tr("ledger.uneven"), variant="soft", color_scheme="gray"), href=paths.UNEVEN_INVOICES),
            shown_to(Permission.RECORD_PAYMENTS, _look()),
        ),
        rx.el.div(
            differences(),
            rx.cond(PaymentsState.balance.number != "", balance(), rx.fragment(entities(), payouts())),
            _filter(),
            rx.cond(PaymentsState.rows, entries(), rx.cond(PaymentsState.ready, _empty(), rx.fragment())),
            pages(offset=PaymentsState.offset, more=PaymentsState.more, turn=PaymentsState.turn),
            class_name="page stack",
        ),
        dialogs(),
    )


def _look() -> rx.Component:
    return rx.button(rx.icon("refresh-cw", size=16), tr("ledger.look"), variant="soft", on_click=PaymentsState.look)


def _filter() -> rx.Component:
    return filter_bar(
        tr("ledger.filter"),
        *(
            filter_button(
                tr(f"ledger.filter.{one.value}"),
                chosen=PaymentsState.only == one.value,
                on_click=PaymentsState.show(one.value),
            )
            for one in BookFilter
        ),
    )


def _empty() -> rx.Component:
    return empty_state(
        "wallet",
        tr("ledger.empty"),
        tr("ledger.empty_hint"),
        rx.link(rx.button(tr("ledger.to_invoices"), variant="soft"), href=paths.INVOICES),
    )
