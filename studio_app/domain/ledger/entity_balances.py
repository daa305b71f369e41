"""Queries: how a client, a deal and each legal entity stand, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.domain.ledger.balances import balances
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.schemas import Balance
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class CurrencyBalances:
    """Balances by currency; `has_test_money`: some of it is a demo's or a test account's."""

    balances: tuple[Balance, ...]
    has_test_money: bool


@dataclass(frozen=True, slots=True)
class EntityBalance:
    """How a legal entity stands in one currency."""

    name: str
    balance: Balance


def currency_balances(work: Work, *, deal_id: str = "", client_id: str = "") -> CurrencyBalances:
    """How a deal, or else a client, stands."""
    if deal_id:
        tested = (
            select(LedgerEntry.id)
            .join(EntryAllocation, col(EntryAllocation.entry_id) == col(LedgerEntry.id))
            .where(EntryAllocation.deal_id == deal_id)
        )
        found = balances(work, deal_id=deal_id)
    else:
        tested = select(LedgerEntry.id).where(LedgerEntry.client_id == client_id)
        found = balances(work, client_id=client_id)
    has_test_money = work.session.exec(tested.where(col(LedgerEntry.live_mode).is_(False)).limit(1)).first()
    return CurrencyBalances(found, has_test_money is not None)


def with_test_money(work: Work, *, invoice_ids: Sequence[str]) -> frozenset[str]:
    """Which of these invoices have a demo's or a test account's money on them."""
    query = (
        select(EntryAllocation.invoice_id)
        .join(LedgerEntry, col(LedgerEntry.id) == col(EntryAllocation.entry_id))
        .where(col(EntryAllocation.invoice_id).in_(invoice_ids), col(LedgerEntry.live_mode).is_(False))
    )
    return frozenset(work.session.exec(query))


def entity_balances(work: Work) -> tuple[EntityBalance, ...]:
    """Every legal entity with money or invoices, a row a currency."""
    entities = work.session.exec(
        select(LegalEntity).order_by(col(LegalEntity.is_default).desc(), col(LegalEntity.name))
    ).all()
    return tuple(
        EntityBalance(entity.name, balance)
        for entity in entities
        for balance in balances(work, legal_entity_id=entity.id)
    )
