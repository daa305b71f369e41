"""Query: all figures of the owner's dashboard, by SQL aggregates over visits, timeline and ledger."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Select, case, select
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.analytics import counting
from studio_app.domain.analytics.chart import over_time
from studio_app.domain.analytics.foreign import ForeignPart, foreign_parts, shares
from studio_app.domain.analytics.funnel import funnel
from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.analytics.schemas import (
    Dashboard,
    Figure,
    LostFigures,
    Period,
    PlayMoney,
    SourceFigures,
    Totals,
)
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.studio.current import studio, zone
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Channel, LostReason
from studio_app.domain.studio.spend import spent
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_INSTANT = timedelta(microseconds=1)
Names = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Portion:
    """What one manager did through one channel in the period; amounts in minor units of the studio's currency."""

    manager_id: str
    channel_id: str
    lost_reason_id: str = ""
    leads: int = 0
    proposals: int = 0
    won: int = 0
    won_amount: int = 0
    lost: int = 0
    lost_amount: int = 0
    received: int = 0


def dashboard(work: Work, *, period: Period) -> Dashboard:
    """All figures of `period`, and the totals of the one before. Raises Forbidden."""
    require(work, Permission.READ_DASHBOARD)
    currency, timezone = studio(work).currency, zone(work)
    play_money = counting.play_money(work)
    foreign = foreign_parts(work, period, currency, play_money)
    portions = [*_leads(work, period), *_ended(work, period, currency), *_received(work, period, currency, play_money)]
    people = _names(work, select(col(User.id), col(User.name), col(User.name)))
    channels = _names(work, select(col(Channel.id), col(Channel.name_ru), col(Channel.name_en)))
    first, last = (moment.astimezone(timezone).date() for moment in (period.start, period.end - _INSTANT))
    spending = spent(work, since=first, until=last, currency=currency)
    return Dashboard(
        currency=currency,
        totals=_totals(work, period, currency, play_money),
        previous=_totals(work, period.before(), currency, play_money),
        funnel=funnel(work, period),
        over_time=over_time(work, period, currency, timezone, play_money),
        managers=_sources(
            [*portions, *_proposals(work, period, "manager_id")],
            foreign,
            key=lambda part: part.manager_id,
            names=people,
            currency=currency,
        ),
        channels=_sources(
            [*portions, *_proposals(work, period, "channel_id")],
            foreign,
            key=lambda part: part.channel_id,
            names=channels,
            currency=currency,
            spending=spending,
        ),
        lost=_lost(work, portions, foreign, people, currency),
        play_money=play_money,
        won_foreign=shares(foreign, Figure.WON),
        received_foreign=shares(foreign, Figure.MONEY),
    )


def _leads(work: Work, period: Period) -> Iterable[Portion]:
    by = (col(StageVisit.manager_id), col(StageVisit.channel_id))
    query = select(*by, func.count()).where(*counting.leads(period)).group_by(*by)
    for manager, channel, leads in _rows(work, query):
        yield Portion(manager, channel, leads=leads)


def _ended(work: Work, period: Period, currency: str) -> Iterable[Portion]:
    by = (col(StageVisit.manager_id), col(StageVisit.channel_id), col(StageVisit.lost_reason_id))
    amount = case((col(StageVisit.currency) == currency, col(StageVisit.amount)), else_=0)
    for kind in (StageKind.WON, StageKind.LOST):
        query = select(*by, func.count(), func.sum(amount)).where(*counting.ended(period, kind)).group_by(*by)
        for manager, channel, reason, deals, total in _rows(work, query):
            if kind is StageKind.WON:
                yield Portion(manager, channel, won=deals, won_amount=int(total))
            else:
                yield Portion(manager, channel, reason or "", lost=deals, lost_amount=int(total))


def _received(work: Work, period: Period, currency: str, play_money: PlayMoney) -> Iterable[Portion]:
    by = (col(Tenure.manager_id), col(Tenure.channel_id))
    money = select(*by, func.sum(col(EntryAllocation.amount))).select_from(EntryAllocation)
    query = (
        counting.with_tenure(money, col(EntryAllocation.deal_id), col(EntryAllocation.received_at))
        .where(*counting.received(period, play_money), col(EntryAllocation.currency) == currency)
        .group_by(*by)
    )
    for manager, channel, amount in _rows(work, query):
        yield Portion(manager, channel, received=int(amount))


def _proposals(work: Work, period: Period, by: Literal["manager_id", "channel_id"]) -> Iterable[Portion]:
    """Deals with a proposal of that day's manager (or channel); with those of two managers it is of both."""
    source, deal = col(getattr(Tenure, by)), col(TimelineEvent.deal_id)
    counted = select(source, func.count(func.distinct(deal))).select_from(TimelineEvent)
    query = counting.with_tenure(counted, deal, col(TimelineEvent.at)).where(*counting.proposals(period))
    for key, deals in _rows(work, query.group_by(source)):
        yield replace(Portion("", "", proposals=deals), **{by: key})


def _totals(work: Work, period: Period, currency: str, play_money: PlayMoney) -> Totals:
    amount = case((col(StageVisit.currency) == currency, col(StageVisit.amount)), else_=0)
    won, lost = counting.ended(period, StageKind.WON), counting.ended(period, StageKind.LOST)
    sent = select(func.count(func.distinct(col(TimelineEvent.deal_id)))).where(*counting.proposals(period))
    received = select(func.sum(col(EntryAllocation.amount))).where(
        *counting.received(period, play_money), col(EntryAllocation.currency) == currency
    )
    counted = (
        select(func.count()).select_from(StageVisit).where(*counting.leads(period)),
        sent,
        select(func.count()).select_from(StageVisit).where(*won),
        select(func.sum(amount)).where(*won),
        select(func.count()).select_from(StageVisit).where(*lost),
        received,
    )
    row = work.session.connection().execute(select(*(query.scalar_subquery() for query in counted))).one()
    figures = [int(value or 0) for value in row]
    return Totals(
        leads=figures[0],
        proposals=figures[1],
        won=figures[2],
        won_amount=Money(figures[3], currency),
        lost=figures[4],
        received=Money(figures[5], currency),
    )


def _sources(
    portions: list[Portion],
    foreign: list[ForeignPart],
    *,
    key: Callable[[Portion | ForeignPart], str],
    names: Names,
    currency: str,
    spending: Mapping[str, int] = MappingProxyType({}),
) -> tuple[SourceFigures, ...]:
    grouped: dict[str, list[Portion]] = defaultdict(list, {source: [] for source in spending})
    for portion in portions:
        grouped[key(portion)].append(portion)
    abroad: dict[str, list[ForeignPart]] = defaultdict(list)
    for part in foreign:
        abroad[key(part)].append(part)
        grouped.setdefault(key(part), [])
    figures = [
        SourceFigures(
            id=source,
            name_ru=names[source][0],
            name_en=names[source][1],
            leads=sum(portion.leads for portion in theirs),
            proposals=sum(portion.proposals for portion in theirs),
            won=sum(portion.won for portion in theirs),
            won_amount=Money(sum(portion.won_amount for portion in theirs), currency),
            lost=sum(portion.lost for portion in theirs),
            received=Money(sum(portion.received for portion in theirs), currency),
            spent=Money(spending.get(source, 0), currency),
            won_foreign=shares(abroad[source], Figure.WON),
            received_foreign=shares(abroad[source], Figure.MONEY),
        )
        for source, theirs in grouped.items()
    ]
    return tuple(sorted(figures, key=lambda row: (-row.won_amount.amount, -row.leads, row.name_ru)))


def _lost(
    work: Work, portions: list[Portion], foreign: list[ForeignPart], people: Names, currency: str
) -> tuple[LostFigures, ...]:
    reasons = _names(work, select(col(LostReason.id), col(LostReason.name_ru), col(LostReason.name_en)))
    grouped: dict[tuple[str, str], list[Portion]] = defaultdict(list)
    for portion in portions:
        if portion.lost and portion.lost_reason_id:
            grouped[portion.lost_reason_id, portion.manager_id].append(portion)
    abroad: dict[tuple[str, str], list[ForeignPart]] = defaultdict(list)
    for part in foreign:
        abroad[part.lost_reason_id, part.manager_id].append(part)
    figures = [
        LostFigures(
            reason_id=reason,
            name_ru=reasons[reason][0],
            name_en=reasons[reason][1],
            manager_id=manager,
            manager=people[manager][0],
            deals=sum(portion.lost for portion in theirs),
            amount=Money(sum(portion.lost_amount for portion in theirs), currency),
            foreign=shares(abroad[reason, manager], Figure.LOST),
        )
        for (reason, manager), theirs in grouped.items()
    ]
    return tuple(sorted(figures, key=lambda row: (-row.deals, row.name_ru, row.manager)))


def _names(work: Work, query: Select[*tuple[Any, ...]]) -> Names:
    return {key: (russian, english) for key, russian, english in _rows(work, query)}


def _rows(work: Work, query: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    return work.session.connection().execute(query).all()
