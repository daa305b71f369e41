"""What the ledger holds for an invoice, as tests ask it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Booked:
    """The part of an entry that counts for the invoice."""

    id: str
    kind: EntryKind
    provider: str
    amount: Money
    received_at: datetime
    note: str


def booked(work: Work, *, invoice_id: str) -> tuple[Booked, ...]:
    """The entries of an invoice, oldest first."""
    rows = work.session.exec(
        select(LedgerEntry, func.sum(col(EntryAllocation.amount)))
        .join(EntryAllocation, col(EntryAllocation.entry_id) == col(LedgerEntry.id))
        .where(EntryAllocation.invoice_id == invoice_id)
        .group_by(col(LedgerEntry.id))
        .order_by(col(LedgerEntry.received_at), col(LedgerEntry.id))
    )
    return tuple(
        Booked(row.id, row.kind, row.cause_source, Money(int(amount), row.currency), row.received_at, row.note)
        for row, amount in rows
    )
