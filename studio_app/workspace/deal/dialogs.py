"""What the deal page asks before it acts: why lost, why void, how much was paid."""

from typing import Any

import reflex as rx

from studio_app.workspace.deal.state import DealState
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED


def dialogs() -> rx.Component:
    """All dialogs of the page; one is open at a time."""
    return rx.fragment(
        _dialog("lost", tr("deal.lose_title"), tr("deal.lose_hint"), tr("deal.lose"), DealState.lose, *_lost_fields()),
        _dialog(
            "void",
            tr("deal.void_title"),
            tr("deal.void_hint"),
            tr("deal.do.void"),
            DealState.void,
            _field(tr("deal.void_reason"), rx.input(name="reason", required=True)),
        ),
        _dialog("pay", tr("deal.pay_title"), None, tr("deal.pay"), DealState.record_payment, *_payment_fields()),
    )


def _lost_fields() -> tuple[rx.Component, ...]:
    return (
        _field(
            tr("deal.lose_reason"),
            rx.el.select(
                rx.foreach(DealState.lost_reasons, lambda reason: rx.el.option(reason.name, value=reason.id)),
                name="reason",
                class_name="native-select",
            ),
        ),
        _field(tr("deal.lose_comment"), rx.text_area(name="comment", rows="3")),
    )


def _payment_fields() -> tuple[rx.Component, ...]:
    return (
        _field(
            tr("deal.pay_amount"),
            rx.input(name="amount", default_value=DealState.deal.to_pay, input_mode="decimal", required=True),
        ),
        _field(
            tr("deal.pay_on"), rx.input(name="received_on", type="date", default_value=DealState.today, required=True)
        ),
        _field(tr("deal.pay_reference"), rx.input(name="reference", required=True)),
    )


def _dialog(
    name: str,
    title: rx.Var[str],
    hint: rx.Var[str] | None,
    action: rx.Var[str],
    on_submit: Any,
    *fields: rx.Component,
) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            *([rx.dialog.description(hint, size="2", color=MUTED)] if hint is not None else []),
            rx.form(
                *fields,
                rx.el.div(
                    rx.button(
                        tr("deal.cancel"),
                        type="button",
                        variant="soft",
                        color_scheme="gray",
                        on_click=DealState.close_dialog,
                    ),
                    rx.button(action, type="submit", color_scheme="red" if name != "pay" else None),
                    class_name="deal-dialog-actions",
                ),
                on_submit=on_submit,
                class_name="stack",
            ),
            max_width="420px",
        ),
        open=DealState.dialog == name,
        on_open_change=lambda _: DealState.close_dialog,
    )


def _field(label: rx.Var[str], control: rx.Component) -> rx.Component:
    return rx.el.label(rx.text(label, size="2", weight="medium"), control, class_name="field")
