"""How each legal entity stands: what it has invoiced, what came in, what is due and what counts for nothing yet."""

import reflex as rx

from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import CurrencyBalanceItem


def entities() -> rx.Component:
    """Folded up under the differences."""
    names = ("entity", "standing_invoiced", "standing_paid", "standing_written", "standing_due", "standing_free")
    return rx.cond(
        PaymentsState.entities,
        rx.el.details(
            rx.el.summary(tr("ledger.entities")),
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(
                            rx.el.th(tr(f"ledger.{name}"), scope="col", class_name="num" if at else "")
                            for at, name in enumerate(names)
                        )
                    )
                ),
                rx.el.tbody(rx.foreach(PaymentsState.entities, _row)),
                class_name="ledger-entities",
            ),
        ),
        rx.fragment(),
    )


def _row(item: rx.vars.ObjectVar[CurrencyBalanceItem]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(item.name),
        *(rx.el.td(value, class_name="num") for value in (item.invoiced, item.paid, item.written, item.due, item.free)),
    )
