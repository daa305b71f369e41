"""How one invoice stands, with the next step where it is over- or underpaid."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.payments.ends import End
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.asking_again import AskingAgain
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.rights import shown_to
from studio_app.workspace.theme import MUTED


def balance() -> rx.Component:
    """The invoice that the address names."""
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
            rx.cond(balance.written != "", _figure("ledger.written", balance.written), rx.fragment()),
            rx.match(
                balance.state,
                ("over", _figure("ledger.over", balance.due)),
                ("even", rx.fragment()),
                ("returned", _figure("ledger.back", balance.back)),
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
                    _refund_excess(),
                    rx.button(tr("ledger.over_move"), size="2", variant="soft", on_click=PaymentsState.ask_move),
                    rx.button(
                        tr("ledger.release"),
                        size="2",
                        variant="soft",
                        color_scheme="gray",
                        on_click=PaymentsState.release,
                    ),
                ),
            ),
            ("partly", _next("ledger.partly_hint", _ask_rest(), _write_off())),
            ("even", _even()),
            ("returned", _gone_back()),
            rx.text(tr("ledger.open_hint"), size="2", color=MUTED),
        ),
        class_name="ledger-balance",
    )


def _even() -> rx.Component:
    words = rx.cond(PaymentsState.balance.written != "", tr("ledger.even_written_hint"), tr("ledger.even_hint"))
    return rx.text(words, size="2", color=MUTED)


def _next(hint: str, *actions: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.text(tr(hint), size="2", color=MUTED),
        shown_to(Permission.RECORD_PAYMENTS, *actions),
        class_name="ledger-next",
    )


def _refund_excess() -> rx.Component:
    return rx.cond(
        PaymentsState.balance.refund_from != "",
        rx.button(
            tr("ledger.over_refund"), size="2", on_click=PaymentsState.ask_refund(PaymentsState.balance.refund_from)
        ),
    )


def _ask_rest() -> rx.Component:
    return rx.button(tr("ledger.ask_rest"), size="2", on_click=PaymentsState.ask_rest)


def _gone_back() -> rx.Component:
    """What the table of ends allows while money of it is not with us."""
    words = rx.match(
        PaymentsState.balance.end,
        (End.DISPUTED.value, tr("ledger.disputed_hint")),
        (End.DISPUTE_LOST.value, tr("ledger.dispute_lost_hint")),
        tr("ledger.back_hint"),
    )
    asking = AskingAgain.open_dialog(PaymentsState.balance.id)
    button = rx.button(tr("ledger.ask_again"), size="2", variant="soft", on_click=asking)
    return rx.el.div(
        rx.text(words, size="2", color=MUTED),
        rx.cond(PaymentsState.balance.can_ask_again, shown_to(Permission.ISSUE_INVOICES, button)),
        class_name="ledger-next",
    )


def _write_off() -> rx.Component:
    return shown_to(
        Permission.WRITE_OFF,
        rx.button(
            tr("ledger.write_off"),
            size="2",
            variant="soft",
            color_scheme="gray",
            on_click=PaymentsState.ask_reason("write_off", ""),
        ),
    )


def _figure(label: str, value: rx.Var[str] | str) -> rx.Component:
    return rx.el.div(rx.el.dt(tr(label)), rx.el.dd(value, class_name="num"))
