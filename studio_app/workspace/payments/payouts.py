"""What the providers have sent to the studio's bank account, to be found again on its statement."""

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import PayoutItem


def payouts() -> rx.Component:
    """Folded up under the legal entities; nothing without any."""
    names = ("payout_arrives", "payout_ref", "amount")
    return rx.cond(
        PaymentsState.payouts,
        rx.el.details(
            rx.el.summary(tr("ledger.payouts")),
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(
                            rx.el.th(
                                tr(f"ledger.col.{name}"), scope="col", class_name="num" if name == "amount" else ""
                            )
                            for name in names
                        )
                    )
                ),
                rx.el.tbody(rx.foreach(PaymentsState.payouts, _row)),
                class_name="ledger-entities",
            ),
        ),
        rx.fragment(),
    )


def _row(item: rx.vars.ObjectVar[PayoutItem]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(item.day),
        rx.el.td(item.ref, class_name="ledger-ref"),
        rx.el.td(item.amount, class_name="num"),
    )
