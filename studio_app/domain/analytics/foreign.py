"""What the figures have in other currencies than the studio's: never added to them, never left unsaid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.analytics import counting
from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.analytics.schemas import Figure, Foreign, Period, PlayMoney
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """What one deal brings to a figure in another currency; its manager and channel are those of that day."""

    figure: Figure
    deal_id: str
    manager_id: str
    channel_id: str
    lost_reason_id: str
    amount: Money


def foreign_parts(work: Work, period: Period, currency: str, play_money: PlayMoney) -> list[ForeignPart]:
    """Every part of won, lost and received in the period that is not in `currency`."""
    return [
        *_ended(work, Figure.WON, period, currency),
        *_ended(work, Figure.LOST, period, currency),
        *_received(work, period, currency, play_money),
    ]


def shares(parts: Iterable[ForeignPart], figure: Figure) -> tuple[Foreign, ...]:
    """The deals and the sum of each currency of a figure."""
    deals: dict[str, set[str]] = {}
    sums: dict[str, int] = {}
    for part in parts:
        if part.figure is figure:
            currency = part.amount.currency
            deals.setdefault(currency, set()).add(part.deal_id)
            sums[currency] = sums.get(currency, 0) + part.amount.amount
    return tuple(Foreign(len(deals[currency]), Money(sums[currency], currency)) for currency in sorted(sums))


def _ended(work: Work, figure: Figure, period: Period, currency: str) -> Iterator[ForeignPart]:
    columns: list[Any] = [
        col(StageVisit.deal_id),
        col(StageVisit.manager_id),
        col(StageVisit.channel_id),
        col(StageVisit.lost_reason_id),
        col(StageVisit.amount),
        col(StageVisit.currency),
    ]
    ended = counting.ended(period, counting.ENDS[figure])
    return _parts(work, figure, select(*columns).where(*ended, col(StageVisit.currency) != currency))


def _received(work: Work, period: Period, currency: str, play_money: PlayMoney) -> Iterator[ForeignPart]:
    by = (col(EntryAllocation.deal_id), col(Tenure.manager_id), col(Tenure.channel_id), col(EntryAllocation.currency))
    deal, manager, channel, unit = by
    query = (
        counting.with_tenure(
            select(deal, manager, channel, literal(""), func.sum(col(EntryAllocation.amount)), unit),
            deal,
            col(EntryAllocation.received_at),
        )
        .where(*counting.received(period, play_money), col(EntryAllocation.currency) != currency)
        .group_by(*by)
    )
    return _parts(work, Figure.MONEY, query)


def _parts(work: Work, figure: Figure, query: counting.Rows) -> Iterator[ForeignPart]:
    for deal, manager, channel, reason, amount, currency in work.session.connection().execute(query):
        yield ForeignPart(figure, deal, manager, channel, reason or "", Money(int(amount), currency))
