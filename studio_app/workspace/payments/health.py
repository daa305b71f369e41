"""How the books stand against the provider's, and each difference with what mends it."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.workspace.i18n import tr, tr_count
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.payments.views import DifferenceItem
from studio_app.workspace.rights import shown_to


def differences() -> rx.Component:
    """The sentence, and the list."""
    return rx.fragment(_health(), rx.foreach(PaymentsState.differences, _difference))


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
        shown_to(
            Permission.WRITE_OFF,
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
