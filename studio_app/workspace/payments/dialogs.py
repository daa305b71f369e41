"""The dialogs of the payments screen: give back, allocate, take back, write off."""

from typing import Any

import reflex as rx

from studio_app.domain.ledger.bank_transfers import MAX_REFERENCE
from studio_app.domain.ledger.receipts import MAX_REASON
from studio_app.workspace.components.counted import counted
from studio_app.workspace.components.exchanging import closes_box, worth_hint
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.asking_again import ask_again_dialog
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import OpenItem


def dialogs() -> rx.Component:
    """All of them; at most one is open."""
    return rx.fragment(
        _dialog(
            "refund",
            tr("ledger.refund_hint", amount=PaymentsState.chosen_amount),
            PaymentsState.refund,
            _amount(),
            _reason(),
            danger=True,
        ),
        _dialog(
            "transfer_back",
            tr("ledger.transfer_back_hint", amount=PaymentsState.chosen_amount),
            PaymentsState.transfer_back,
            _amount(),
            _field("ledger.paid_on", rx.input(name="paid_on", type="date", default_value=PaymentsState.day)),
            _field("ledger.reference", counted(rx.input, MAX_REFERENCE, name="reference", required=True)),
        ),
        _dialog(
            "allocate",
            tr("ledger.allocate_hint"),
            PaymentsState.allocate,
            _to_invoice(),
            _amount(),
            rx.cond(PaymentsState.exchanges, _exchanged(), rx.fragment()),
        ),
        _dialog(
            "move_excess",
            tr("ledger.move_excess_hint"),
            PaymentsState.move_excess,
            _to_invoice(),
            _amount(),
        ),
        _dialog("reverse", tr("ledger.reverse_hint"), PaymentsState.reverse, _reason(), danger=True),
        ask_again_dialog(),
        _dialog("write_off", tr("ledger.write_off_hint"), PaymentsState.write_off, _reason(), danger=True),
    )


def _dialog(name: str, hint: rx.Var[str], on_submit: Any, *fields: rx.Component, danger: bool = False) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr(f"ledger.{name}_title")),
            rx.dialog.description(hint, size="2"),
            rx.form(
                *fields,
                rx.el.div(
                    rx.dialog.close(rx.button(tr("ledger.cancel"), type="button", variant="soft", color_scheme="gray")),
                    rx.button(tr(f"ledger.{name}_submit"), type="submit", color_scheme="red" if danger else "indigo"),
                    class_name="ledger-buttons",
                ),
                on_submit=on_submit,
                class_name="stack ledger-form",
            ),
            max_width="440px",
        ),
        open=PaymentsState.dialog == name,
        on_open_change=PaymentsState.close,
    )


def _to_invoice() -> rx.Component:
    return _field(
        "ledger.to_invoice",
        rx.el.select(
            _options("ledger.same_currency", PaymentsState.open_ones),
            _options("ledger.other_currency", PaymentsState.open_others),
            name="invoice",
            value=PaymentsState.target,
            on_change=PaymentsState.aim,
            required=True,
            class_name="native-select",
        ),
    )


def _options(label: str, items: Any) -> rx.Component:
    """A group of invoices; nothing without any."""
    return rx.cond(items, rx.el.optgroup(rx.foreach(items, _option), label=tr(label)), rx.fragment())


def _option(item: rx.vars.ObjectVar[OpenItem]) -> rx.Component:
    return rx.el.option(item.label, value=item.id)


def _exchanged() -> rx.Component:
    """The invoice is in another currency than the money."""
    return rx.fragment(
        rx.text(tr("ledger.exchange_all", amount=PaymentsState.chosen_amount), size="1"),
        worth_hint(PaymentsState.chosen_currency),
        closes_box(PaymentsState.may_close),
    )


def _amount() -> rx.Component:
    return _field(
        "ledger.amount",
        rx.input(
            rx.input.slot(PaymentsState.chosen_currency, side="right"),
            name="amount",
            default_value=PaymentsState.chosen_typed,
            key=PaymentsState.target,  # another invoice, another sum to begin with
            input_mode="decimal",
            required=True,
        ),
    )


def _reason() -> rx.Component:
    return _field("ledger.reason", counted(rx.text_area, MAX_REASON, name="reason", rows="3", required=True))


def _field(label: str, control: rx.Component) -> rx.Component:
    return rx.el.label(rx.text(tr(label), size="2", weight="medium"), control, class_name="field")
