"""The payments screen: the ledger, the balance of an invoice, what differs from the provider."""

from typing import Literal

import reflex as rx

from studio_app.domain.payments.book import BookFilter
from studio_app.domain.payments.differences_models import DifferenceKind
from studio_app.domain.payments.ledger_models import EntryKind
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.payments.dialogs import dialogs
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import DifferenceItem, EntryItem, PartItem
from studio_app.workspace.session import Session
from studio_app.workspace.shell import empty_state, page_header, screen
from studio_app.workspace.theme import MUTED

_COLOURS: dict[EntryKind, Literal["gray", "green", "amber", "red", "blue"]] = {
    EntryKind.PAYMENT: "green",
    EntryKind.FEE: "gray",
    EntryKind.REFUND: "amber",
    EntryKind.DISPUTE: "red",
    EntryKind.CHARGEBACK: "red",
    EntryKind.WRITE_OFF: "gray",
    EntryKind.CORRECTION: "blue",
}


def register(app: rx.App) -> None:
    """Add the page."""
    screen(app, route=paths.PAYMENTS, title="payments", content=_content, on_load=[PaymentsState.open])


def _content() -> rx.Component:
    return rx.el.div(
        page_header(
            tr("nav.payments"),
            rx.button(rx.icon("refresh-cw", size=16), tr("ledger.look"), variant="soft", on_click=PaymentsState.look),
        ),
        rx.el.div(
            _health(),
            rx.foreach(PaymentsState.differences, _difference),
            rx.cond(PaymentsState.balance.number != "", _balance(), rx.fragment()),
            _filter(),
            rx.cond(PaymentsState.rows, _table(), rx.cond(PaymentsState.ready, _empty(), rx.fragment())),
            _pages(),
            class_name="page stack",
        ),
        dialogs(),
    )


def _health() -> rx.Component:
    health = PaymentsState.health
    return rx.el.p(
        rx.cond(
            health.looked_at == "",
            tr("ledger.never_looked"),
            rx.cond(
                health.problem != "",
                tr("ledger.look_failed", at=health.looked_at, problem=health.problem),
                rx.cond(
                    health.open > 0,
                    tr_count("ledger.differences", health.open),
                    tr("ledger.even", at=health.looked_at),
                ),
            ),
        ),
        class_name="ledger-health",
        role="status",
    )


def _difference(item: rx.vars.ObjectVar[DifferenceItem]) -> rx.Component:
    return rx.el.div(
        rx.icon("triangle-alert", size=18),
        rx.el.div(
            rx.match(
                item.kind,
                *(
                    (kind.value, rx.text(tr(f"ledger.differs.{kind.value}"), weight="medium"))
                    for kind in DifferenceKind
                ),
                rx.fragment(),
            ),
            rx.el.p(
                rx.cond(item.deal_href != "", rx.link(item.invoice, href=item.deal_href), rx.fragment()),
                rx.cond(item.theirs != "", tr("ledger.theirs_ours", theirs=item.theirs, ours=item.ours), rx.fragment()),
                rx.el.span(item.ref, class_name="ledger-ref"),
                class_name="ledger-detail",
            ),
        ),
        rx.cond(
            Session.role == "owner",
            rx.el.div(
                rx.button(tr("ledger.repair"), size="1", on_click=PaymentsState.repair(item.id)),
                rx.button(
                    tr("ledger.set_aside"),
                    size="1",
                    variant="soft",
                    color_scheme="gray",
                    on_click=PaymentsState.put_aside(item.id),
                ),
                class_name="ledger-actions",
            ),
        ),
        class_name="ledger-difference",
    )


def _balance() -> rx.Component:
    balance = PaymentsState.balance
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("ledger.invoice", number=balance.number), size="4"),
            rx.link(tr("ledger.to_deal"), href=balance.deal_href, size="2"),
            rx.link(tr("ledger.all_entries"), href=paths.PAYMENTS, size="2"),
            class_name="ledger-balance-head",
        ),
        rx.el.dl(
            _figure("ledger.total", balance.total),
            _figure("ledger.paid", balance.paid),
            rx.match(
                balance.state,
                ("over", _figure("ledger.over", balance.due)),
                ("even", rx.fragment()),
                _figure("ledger.due", balance.due),
            ),
            class_name="ledger-figures",
        ),
        rx.match(
            balance.state,
            (
                "over",
                _next(
                    "ledger.over_hint",
                    rx.button(tr("ledger.release"), size="2", variant="soft", on_click=PaymentsState.release),
                ),
            ),
            ("partly", _next("ledger.partly_hint", _write_off())),
            ("even", rx.text(tr("ledger.even_hint"), size="2", color=MUTED)),
            rx.text(tr("ledger.open_hint"), size="2", color=MUTED),
        ),
        class_name="ledger-balance",
    )


def _next(hint: str, *actions: rx.Component) -> rx.Component:
    return rx.el.div(rx.text(tr(hint), size="2", color=MUTED), *actions, class_name="ledger-next")


def _write_off() -> rx.Component:
    return rx.cond(
        Session.role == "owner",
        rx.button(
            tr("ledger.write_off"),
            size="2",
            variant="soft",
            color_scheme="gray",
            on_click=PaymentsState.ask_reason("write_off", ""),
        ),
        rx.fragment(),
    )


def _figure(label: str, value: rx.Var[str] | str) -> rx.Component:
    return rx.el.div(rx.el.dt(tr(label)), rx.el.dd(value, class_name="num"))


def _filter() -> rx.Component:
    return rx.el.div(
        *(
            rx.button(
                tr(f"ledger.filter.{one.value}"),
                on_click=PaymentsState.show(one.value),
                variant=rx.cond(PaymentsState.only == one.value, "solid", "soft"),
                color_scheme=rx.cond(PaymentsState.only == one.value, "indigo", "gray"),
                aria_pressed=rx.cond(PaymentsState.only == one.value, "true", "false"),
                size="2",
            )
            for one in BookFilter
        ),
        role="group",
        aria_label=tr("ledger.filter"),
        class_name="ledger-filter",
    )


def _table() -> rx.Component:
    columns = (("day", ""), ("kind", ""), ("client", ""), ("for", ""), ("cause", ""), ("amount", "num"))
    return rx.el.table(
        rx.el.thead(
            rx.el.tr(
                *(rx.el.th(tr(f"ledger.col.{name}"), scope="col", class_name=kind) for name, kind in columns),
                rx.el.th(rx.el.span(tr("ledger.col.actions"), class_name="ledger-unseen"), scope="col"),
            )
        ),
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
            rx.cond(
                item.free != "", rx.badge(tr("ledger.free", amount=item.free), color_scheme="amber"), rx.fragment()
            ),
            class_name="ledger-parts",
        ),
        rx.el.td(
            rx.cond(
                item.cause_href != "",
                rx.link(item.cause_text, href=item.cause_href, is_external=True, color="inherit"),
                rx.text(item.cause_text, as_="span"),
            ),
            rx.cond(item.note != "", rx.text(item.note, size="1", color=MUTED), rx.fragment()),
            class_name="ledger-cause",
        ),
        rx.el.td(item.amount, class_name=rx.cond(item.out, "num ledger-amount out", "num ledger-amount")),
        rx.el.td(_actions(item), class_name="ledger-actions"),
        class_name=rx.cond(item.taken_back, "taken-back", ""),
    )


def _kind(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.fragment(
        rx.match(
            item.kind,
            *(
                (kind.value, rx.badge(tr(f"ledger.kind.{kind.value}"), color_scheme=colour, size="2"))
                for kind, colour in _COLOURS.items()
            ),
            rx.fragment(),
        ),
        rx.cond(item.test, rx.badge(tr("ledger.test"), color_scheme="gray", variant="outline"), rx.fragment()),
    )


def _part(part: rx.vars.ObjectVar[PartItem]) -> rx.Component:
    return rx.el.div(rx.link(part.number, href=part.href), " ", rx.el.span(part.amount, class_name="num"))


def _actions(item: rx.vars.ObjectVar[EntryItem]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            item.free != "",
            rx.button(tr("ledger.allocate"), size="1", on_click=PaymentsState.ask_allocate(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.refundable != "",
            rx.button(tr("ledger.refund"), size="1", variant="soft", on_click=PaymentsState.ask_refund(item.id)),
            rx.fragment(),
        ),
        rx.cond(
            item.can_reverse,
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


def _empty() -> rx.Component:
    return empty_state(
        "wallet",
        tr("ledger.empty"),
        tr("ledger.empty_hint"),
        rx.link(rx.button(tr("ledger.to_invoices"), variant="soft"), href=paths.INVOICES),
    )


def _pages() -> rx.Component:
    return rx.cond(
        (PaymentsState.offset > 0) | PaymentsState.more,
        rx.el.div(
            rx.button(
                tr("ledger.newer"),
                variant="soft",
                disabled=PaymentsState.offset == 0,
                on_click=PaymentsState.turn(-1),
            ),
            rx.button(
                tr("ledger.older"),
                variant="soft",
                disabled=rx.cond(PaymentsState.more, False, True),
                on_click=PaymentsState.turn(1),
            ),
            class_name="ledger-pages",
        ),
        rx.fragment(),
    )
