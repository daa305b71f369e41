"""What dialogs ask of money in another currency: its worth in that of the invoice, and what becomes of the rest."""

from typing import Any

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED


def worth_hint(currency: Any) -> rx.Component:
    """That the sum above is in the invoice's `currency`."""
    return rx.text(tr("invoices.exchanged_hint", currency=currency), size="1", color=MUTED)


def closes_box(may_close: Any) -> rx.Component:
    """Whether what is left becomes an exchange difference; for those who may."""
    return rx.cond(
        may_close,
        rx.text(
            rx.checkbox(name="closes"),
            tr("invoices.exchanged_closes"),
            size="2",
            as_="label",
            class_name="exchange-closes",
        ),
        rx.fragment(),
    )
