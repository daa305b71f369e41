"""The entries of the ledger, a row each."""

from typing import Literal

import reflex as rx

from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.workspace.components.lists import badge_of, table_head
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import EntryItem, PartItem
from studio_app.workspace.rights import has
from studio_app.workspace.theme import MUTED

_COLOURS: dict[EntryKind, Literal["gray", "green", "amber", "red", "blue"]] = {
    EntryKind.PAYMENT: "green",
    EntryKind.FEE: "gray",
    EntryKind.REFUND: "amber",
    EntryKind.DISPUTE: "red",
    EntryKind.CHARGEBACK: "red",
    EntryKind.WRITE_OFF: "gray",
    EntryKind.EXCHANGE: "gray",
    EntryKind.EXCHANGE_DIFFERENCE: "gray",
    EntryKind.CONVERSION: "gray",
    EntryKind.CONVERSION_DIFFERENCE: "gray",
    EntryKind.CORRECTION: "blue",
}
_COLUMNS = (("day", ""), ("kind", ""), ("client", ""), ("for", ""), ("cause", ""), ("amount", "num"))


def entries() -> rx.Component:
    """The table."""
    return rx.el.table(
        table_head("ledger", _COLUMNS),
        rx.el.tbody(rx.foreach(PaymentsState.rows, _row)),
        class_name="ledger-table",
    )


def _row(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(item.day, class_name="num ledger-day"),
        rx.el.td(_kind(item), class_name="ledger-kind"),
        rx.el.td(
            rx.cond(
                item.client_href != "",
                rx.link(item.client, href=item.client_href, color="inherit", weight="medium"),
                rx.text(tr("ledger.unknown_payer"), as_="span", color=MUTED),
            ),
            class_name="ledger-client",
        ),
        rx.el.td(
            rx.foreach(item.parts.to(list[PartItem]), _part),
            rx.cond(item.turned != "", _turned(item), rx.fragment()),
            rx.cond(
                item.free != "", rx.badge(tr("ledger.free", amount=item.free), color_scheme="amber"), rx.fragment()
            ),
            class_name="ledger-parts",
        ),
        rx.el.td(
            _cause(item),
            rx.cond(item.note != "", rx.text(item.note, size="1", color=MUTED), rx.fragment()),
            class_name="ledger-cause",
        ),
        rx.el.td(item.amount, class_name=rx.cond(item.out, "num ledger-amount out", "num ledger-amount")),
        rx.el.td(_actions(item), class_name="ledger-actions"),
        class_name=rx.cond(item.taken_back, "taken-back", ""),
    )


def _cause(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    """What made the entry: a click opens it, here or at the provider, for those who are led there."""
    words = rx.match(
        item.cause,
        (CauseKind.PROVIDER.value, _source(item)),
        (CauseKind.STATEMENT.value, rx.fragment(tr("ledger.statement_cause"))),
        rx.fragment(tr("ledger.person_cause", name=item.person)),
    )
    closed = (item.cause == CauseKind.STATEMENT.value) & ~has(Permission.RECORD_PAYMENTS)
    return rx.cond(
        (item.cause_href == "") | closed,
        rx.el.span(words, title=item.cause_ref),
        rx.cond(
            item.cause == CauseKind.PROVIDER.value,
            rx.link(words, href=item.cause_href, is_external=True, title=item.cause_ref),
            rx.link(words, href=item.cause_href, title=item.cause_ref),
        ),
    )


def _source(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.fragment(
        rx.match(item.source, *((name, tr(f"provider.{name}.name")) for name in PROVIDERS), item.source),
        " · ",
        item.cause_short,
    )


def _kind(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.fragment(
        badge_of(item.kind, ((kind.value, colour) for kind, colour in _COLOURS.items()), words="ledger.kind"),
        rx.cond(item.test, rx.badge(tr("ledger.test"), color_scheme="gray", variant="outline"), rx.fragment()),
    )


def _part(part: rx.vars.ObjectVar[PartItem]) -> rx.Component:
    return rx.el.div(
        rx.link(part.number, href=part.href, underline="always"), " ", rx.el.span(part.amount, class_name="num")
    )


def _turned(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    """The other side of an exchange."""
    words = rx.cond(
        item.out, tr("ledger.turned_into", amount=item.turned), tr("ledger.turned_from", amount=item.turned)
    )
    return rx.text(words, size="1", color=MUTED, class_name="num")


def _actions(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            (item.free != "") & has(Permission.RECORD_PAYMENTS),
            rx.button(tr("ledger.allocate"), size="1", on_click=PaymentsState.ask_allocate(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.refundable != "",
            rx.button(tr("ledger.refund"), size="1", variant="soft", on_click=PaymentsState.ask_refund(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.can_reverse & has(Permission.RECORD_PAYMENTS),
            rx.button(
                tr("ledger.reverse"),
                size="1",
                variant="soft",
                color_scheme="gray",
                on_click=PaymentsState.ask_reason("reverse", item.id),
            ),
            rx.fragment(),
        ),
    )
