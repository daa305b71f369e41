"""Query: what was written into the ledger in a span of days, by provider and way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.studio.current import end_of_day, start_of_day, zone
from studio_app.domain.work import Work

_BACK = frozenset({EntryKind.REFUND, EntryKind.DISPUTE, EntryKind.CHARGEBACK})
_TOLD = frozenset({*_BACK, EntryKind.PAYMENT, EntryKind.FEE, EntryKind.CONVERSION})


@dataclass(frozen=True, slots=True)
class Income:
    """Payments by one way: `source` names the provider or the bank, `cause` who told of them.

    `way` is None for what came through no provider, and where it does not say.
    """

    source: str
    cause: CauseKind
    way: Way | None
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class DayBook:
    """Sums by currency; what went out is negative. `other`: write-offs, corrections and exchanges, how many.

    A provider's own conversion is none of them: it comes with its payment.
    """

    came: tuple[Income, ...] = ()
    back: tuple[Money, ...] = ()
    fees: tuple[Money, ...] = ()
    other: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.came or self.back or self.fees or self.other)


def day_book(work: Work, *, first: date, last: date) -> DayBook:
    """The entries recorded from the beginning of `first` to the end of `last` on the studio's clock."""
    clock = zone(work)
    begin, end = start_of_day(first, clock), end_of_day(last, clock)
    columns: list[Any] = [
        LedgerEntry.kind,
        LedgerEntry.cause_source,
        LedgerEntry.cause_kind,
        PaymentAttempt.way,
        LedgerEntry.currency,
    ]
    sums: list[Any] = [func.sum(col(LedgerEntry.amount)), func.count()]
    query = (
        select(*columns, *sums)
        .join(PaymentAttempt, col(PaymentAttempt.id) == col(LedgerEntry.attempt_id), isouter=True)
        .where(col(LedgerEntry.recorded_at) >= begin, col(LedgerEntry.recorded_at) < end)
        .group_by(*columns)
        .order_by(*columns)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in work.session.connection().execute(query)]
    return DayBook(
        came=tuple(
            Income(source, cause, way, Money(int(amount), currency), count)
            for kind, source, cause, way, currency, amount, count in rows
            if kind is EntryKind.PAYMENT
        ),
        back=_sums(rows, _BACK),
        fees=_sums(rows, frozenset({EntryKind.FEE})),
        other=sum(row[6] for row in rows if row[0] not in _TOLD),
    )


def _sums(rows: Sequence[tuple[Any, ...]], kinds: frozenset[EntryKind]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for kind, _, _, _, currency, amount, _ in rows:
        if kind in kinds:
            sums[currency] = sums.get(currency, 0) + int(amount)
    return tuple(Money(amount, currency) for currency, amount in sums.items() if amount)
