"""Query: the payments that count for an invoice, each with what became of it, in one statement."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from studio_app.core.money import Money
from studio_app.domain.ledger.booking import is_income
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.payments.client.facts import PaymentMade, Return
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.work import Work

_PART = sa.func.sum(col(EntryAllocation.amount)).label("part")
_COLUMNS: list[Any] = [
    col(LedgerEntry.id),
    col(LedgerEntry.kind),
    col(LedgerEntry.about_id),
    col(LedgerEntry.occurred_on),
    col(LedgerEntry.recorded_at),
    col(LedgerEntry.amount),
    col(LedgerEntry.currency),
    col(LedgerEntry.cause_kind),
    col(LedgerEntry.cause_source),
    col(LedgerEntry.cause_ref),
    col(LedgerEntry.note),
    col(LedgerEntry.live_mode),
    col(PaymentAttempt.way),
    col(PaymentAttempt.receipt_url),
    col(PaymentAttempt.fiscal_mark),
    _PART,
]
_QUERY = (
    sa.select(*_COLUMNS)
    .select_from(LedgerEntry)
    .join(EntryAllocation, col(EntryAllocation.entry_id) == col(LedgerEntry.id))
    .outerjoin(PaymentAttempt, col(PaymentAttempt.id) == col(LedgerEntry.attempt_id))
    .where(col(EntryAllocation.invoice_id) == sa.bindparam("invoice_id"))
    .group_by(col(LedgerEntry.id), col(PaymentAttempt.id))
    .order_by(col(LedgerEntry.received_at), col(LedgerEntry.id))
)


def payments_made(work: Work, *, invoice_id: str) -> tuple[PaymentMade, ...]:
    """The payments that ever counted for an invoice, oldest first, those taken back by a correction included."""
    rows: dict[str, Any] = {
        row.id: row for row in work.session.connection().execute(_QUERY, {"invoice_id": invoice_id})
    }
    return tuple(_made(row, rows) for row in rows.values() if is_income(row))


def _made(payment: Any, rows: Mapping[str, Any]) -> PaymentMade:
    about = [row for row in rows.values() if row.about_id == payment.id]
    cancelled = next((row for row in about if row.kind is EntryKind.CORRECTION), None)
    taken_back = {row.about_id for row in rows.values() if row.kind is EntryKind.CORRECTION}
    by_provider = payment.cause_kind is CauseKind.PROVIDER
    return PaymentMade(
        entry_id=payment.id,
        on=payment.occurred_on,
        recorded_at=payment.recorded_at,
        amount=Money(int(payment.part), payment.currency),
        whole=Money(payment.amount, payment.currency),
        way=payment.way if by_provider else Way.TRANSFER,
        reference=payment.cause_ref if by_provider else payment.note,
        provider=payment.cause_source if by_provider else "",
        live_mode=payment.live_mode,
        receipt_url=payment.receipt_url or "",
        fiscal_mark=payment.fiscal_mark or "",
        returns=_returns([row for row in about if row.id not in taken_back]),
        cancelled_on=cancelled.occurred_on if cancelled else None,
    )


def _returns(about: list[Any]) -> tuple[Return, ...]:
    """What went back; a refund that the payer's bank sent home again, or a dispute that was won, is none."""
    found: list[Return] = []
    for kind in (EntryKind.REFUND, EntryKind.DISPUTE, EntryKind.CHARGEBACK):
        home = [row.part for row in about if row.kind is kind and row.part > 0]
        for row in about:
            if row.kind is kind and row.part < 0:
                if -row.part in home:
                    home.remove(-row.part)
                else:
                    found.append(Return(kind, row.occurred_on, Money(-int(row.part), row.currency)))
    return tuple(found)
