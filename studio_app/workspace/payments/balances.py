"""How money stands with a deal or a client, a row a currency, as a part of their pages."""

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.ledger.entity_balances import currency_balances
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.payments.views import CurrencyBalanceItem, currency_balance_item
from studio_app.workspace.theme import MUTED


class BalancesState(rx.State):
    """The balances of the deal or client that the address is about, a row a currency."""

    rows: list[CurrencyBalanceItem] = []
    over: str = ""  # what was paid more than asked for, a sum a currency
    test: bool = False

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show how it stands now."""
        path = self.router.url.path
        deal_id, client_id = paths.deal_of(path), paths.client_of(path)
        if not (deal_id or client_id):
            return
        found = await services().runner.read(actor(), currency_balances, deal_id=deal_id, client_id=client_id)
        self.rows = [currency_balance_item(balance, locale()) for balance in found.balances]
        self.over = ", ".join(row.over for row in self.rows if row.over)
        self.test = found.has_test_money


def money_panel(class_name: str) -> rx.Component:
    """The balances; nothing while there is neither an invoice nor money."""
    return rx.cond(
        BalancesState.rows,
        rx.el.section(
            rx.heading(tr("ledger.standing"), size="3", as_="h2"),
            rx.foreach(BalancesState.rows, _row),
            rx.cond(BalancesState.test, rx.text(tr("ledger.standing_test"), size="1", color=MUTED)),
            class_name=class_name,
        ),
        rx.fragment(),
    )


def _row(item: rx.vars.ObjectVar[CurrencyBalanceItem]) -> rx.Component:
    figures = (
        ("invoiced", item.invoiced),
        ("paid", item.paid),
        ("written", item.written),
        ("back", item.back),
        ("due", item.due),
        ("over", item.over),
        ("free", item.free),
    )
    return rx.el.dl(
        *(
            rx.cond(
                value != "",
                rx.fragment(rx.el.dt(tr(f"ledger.standing_{name}")), rx.el.dd(value, class_name=f"num {name}")),
            )
            for name, value in figures
        ),
        class_name="ledger-standing",
    )
