"""Reads what the payments screen shows, in one go."""

from dataclasses import dataclass

from studio_app.bootstrap import services
from studio_app.domain.ledger.entity_balances import EntityBalance, entity_balances
from studio_app.domain.ledger.schemas import InvoiceBalance
from studio_app.domain.payments.ends import Ended, end_now
from studio_app.domain.payments.entries import BookFilter, book_page, invoice_balance
from studio_app.domain.payments.providers.gateway import RemotePayout
from studio_app.domain.payments.providers.payouts import latest_payouts
from studio_app.domain.payments.reconciliation.differences import differences, health
from studio_app.domain.payments.reconciliation.schemas import DifferenceView, Health
from studio_app.domain.payments.schemas import BookPage
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work
from studio_app.workspace.gate import actor, locale
from studio_app.workspace.payments.views import (
    BalanceItem,
    CurrencyBalanceItem,
    DifferenceItem,
    EntryItem,
    HealthItem,
    PayoutItem,
    balance_item,
    currency_balance_item,
    difference_item,
    entry_item,
    health_item,
    payout_item,
)

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Everything on the screen."""

    rows: list[EntryItem]
    more: bool
    balance: BalanceItem
    health: HealthItem
    differences: list[DifferenceItem]
    entities: list[CurrencyBalanceItem]
    payouts: list[PayoutItem]


async def read_page(only: BookFilter, invoice_id: str, offset: int) -> Page:
    """The page in the viewer's language. Raises NotFound for an unknown invoice."""
    book, balance, ended, found, stands, timezone, entities, sent = await services().runner.read(
        actor(), _all, only=only, invoice_id=invoice_id, offset=offset
    )
    return Page(
        rows=[entry_item(row, locale()) for row in book.rows],
        more=book.more,
        balance=balance_item(balance, book.rows, locale(), ended=ended) if balance else BalanceItem(),
        health=health_item(stands, locale(), timezone),
        differences=[difference_item(row, locale(), timezone) for row in found],
        entities=[currency_balance_item(one.balance, locale(), name=one.name) for one in entities],
        payouts=[payout_item(one, locale()) for one in sent],
    )


def _all(
    work: Work, *, only: BookFilter, invoice_id: str, offset: int
) -> tuple[
    BookPage,
    InvoiceBalance | None,
    Ended | None,
    tuple[DifferenceView, ...],
    Health,
    str,
    tuple[EntityBalance, ...],
    tuple[RemotePayout, ...],
]:
    return (
        book_page(work, only=only, invoice_id=invoice_id, offset=offset, limit=PAGE),
        invoice_balance(work, invoice_id=invoice_id) if invoice_id else None,
        end_now(work, invoice_id=invoice_id) if invoice_id else None,
        differences(work),
        health(work),
        zone(work).key,
        () if invoice_id else entity_balances(work),
        () if invoice_id else latest_payouts(work),
    )
