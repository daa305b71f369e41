"""What the deal page asks before it acts: why lost, why void, how much was paid."""

from typing import Any

import reflex as rx

from studio_app.domain.invoices.void import MAX_REASON
from studio_app.domain.ledger.bank_transfers import MAX_REFERENCE
from studio_app.workspace.components.counted import counted
from studio_app.workspace.deal.documents.replacing import replacing_dialog
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.asking_again import ask_again_dialog
from studio_app.workspace.payments.overpayment import overpayment_dialog
from studio_app.workspace.theme import MUTED


def dialogs() -> rx.Component:
    """All dialogs of the page; one is open at a time."""
    return rx.fragment(
        _dialog(
            tr("deal.lose_title"),
            tr("deal.lose_hint"),
            tr("deal.lose"),
            *_lost_fields(),
            opened=DealState.losing,
            close=DealState.keep,
            on_submit=DealState.lose,
        ),
        _dialog(
            tr("deal.void_title"),
            tr("deal.void_hint"),
            tr("deal.do.void"),
            _field(tr("deal.void_reason"), counted(rx.input, MAX_REASON, name="reason", required=True)),
            opened=DocumentsState.dialog == "void",
            close=DocumentsState.close_dialog,
            on_submit=DocumentsState.void,
        ),
        _dialog(
            tr("changes.discard_title"),
            tr("changes.discard_hint"),
            tr("changes.discard"),
            opened=DocumentsState.dialog == "discard",
            close=DocumentsState.close_dialog,
            on_submit=DocumentsState.discard,
        ),
        _dialog(
            tr("invoices.transfer_title", number=DealState.deal.to_pay_number),
            None,
            tr("deal.pay"),
            *_payment_fields(),
            opened=DocumentsState.dialog == "pay",
            close=DocumentsState.close_dialog,
            on_submit=DocumentsState.record_payment,
        ),
        overpayment_dialog(then=DocumentsState.close_dialog),
        ask_again_dialog(),
        replacing_dialog(),
        _dialog(
            tr("deal.accept_title"),
            None,
            tr("deal.accept"),
            rx.text(tr("deal.accept_hint"), size="2", color=MUTED),
            _field(
                tr("deal.accepted_on"),
                rx.input(name="accepted_on", type="date", default_value=DealState.today, required=True),
            ),
            opened=DocumentsState.dialog == "accept",
            close=DocumentsState.close_dialog,
            on_submit=DocumentsState.accept_work,
        ),
    )


def _lost_fields() -> tuple[rx.Component, ...]:
    return (
        _field(
            tr("deal.lose_reason"),
            rx.el.select(
                # chosen by a person, never by being the first of the list
                rx.el.option(tr("deal.lose_choose"), value=""),
                rx.foreach(DealState.lost_reasons, lambda reason: rx.el.option(reason.name, value=reason.id)),
                name="reason",
                required=True,
                class_name="native-select",
            ),
        ),
        _field(tr("deal.lose_comment"), rx.text_area(name="comment", rows="3")),
    )


def _payment_fields() -> tuple[rx.Component, ...]:
    return (
        _field(
            tr("deal.pay_amount"),
            rx.input(
                rx.input.slot(DealState.deal.currency, side="right"),
                name="amount",
                default_value=DealState.deal.to_pay,
                input_mode="decimal",
                required=True,
            ),
        ),
        _field(
            tr("deal.pay_on"), rx.input(name="received_on", type="date", default_value=DealState.today, required=True)
        ),
        _field(tr("deal.pay_reference"), counted(rx.input, MAX_REFERENCE, name="reference", required=True)),
    )


def _dialog(
    title: rx.Var[str],
    hint: rx.Var[str] | None,
    action: rx.Var[str],
    *fields: rx.Component,
    opened: Any,
    close: Any,
    on_submit: Any,
) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            *([rx.dialog.description(hint, size="2", color=MUTED, margin_bottom="3")] if hint is not None else []),
            rx.form(
                *fields,
                rx.el.div(
                    rx.button(
                        tr("deal.cancel"),
                        type="button",
                        variant="soft",
                        color_scheme="gray",
                        on_click=close,
                    ),
                    rx.button(action, type="submit", color_scheme="red" if hint is not None else None),
                    class_name="deal-dialog-actions",
                ),
                on_submit=on_submit,
                class_name="stack",
            ),
            max_width="420px",
        ),
        open=opened,
        on_open_change=lambda _: close,
    )


def _field(label: rx.Var[str], control: rx.Component) -> rx.Component:
    return rx.el.label(rx.text(label, size="2", weight="medium"), control, class_name="field")
