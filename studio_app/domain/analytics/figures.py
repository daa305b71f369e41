"""Query: all figures of the owner's dashboard, by SQL aggregates over visits, timeline and ledger."""

from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, case, select
from sqlmodel import col, func
from sqlmodel import select as sql_select

from studio_app.core.errors import Forbidden
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.analytics import counting
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import (
    Bucket,
    Dashboard,
    LostFigures,
    Period,
    SourceFigures,
    StageFigures,
    Totals,
)
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.payments.models import LedgerEntry
from studio_app.domain.studio.models import THE_STUDIO, Channel, LostReason, Stage, StageKind, Studio
from studio_app.domain.work import Work

_DAYS_UP_TO = timedelta(days=45)
_WEEKS_UP_TO = timedelta(days=200)


def dashboard(work: Work, *, period: Period) -> Dashboard:
    """All figures of `period`, and the totals of the one before. Only an owner may. Raises Forbidden."""
    if not work.actor.is_owner:
        raise Forbidden
    studio = work.session.get(Studio, THE_STUDIO)
    currency = studio.currency if studio else "RUB"
    timezone = ZoneInfo(studio.timezone if studio else "Europe/Moscow")
    return Dashboard(
        currency=currency,
        totals=_totals(work, period, currency),
        previous=_totals(work, period.before(), currency),
        funnel=_funnel(work, period),
        over_time=_over_time(work, period, currency, timezone),
        managers=_sources(
            work, period, currency, "manager_id", _names(work, select(col(User.id), col(User.name), col(User.name)))
        ),
        channels=_sources(
            work,
            period,
            currency,
            "channel_id",
            _names(work, select(col(Channel.id), col(Channel.name_ru), col(Channel.name_en))),
        ),
        lost=_lost(work, period, currency),
    )


def _totals(work: Work, period: Period, currency: str) -> Totals:
    won, won_amount = _ended(work, period, StageKind.WON, currency)
    lost, _ = _ended(work, period, StageKind.LOST, currency)
    sent = select(func.count(func.distinct(TimelineEvent.deal_id))).where(*counting.proposals(period))
    received = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        *counting.received(period), col(LedgerEntry.currency) == currency
    )
    return Totals(
        leads=_scalar(work, select(func.count()).select_from(StageVisit).where(*counting.leads(period))),
        proposals=_scalar(work, sent),
        won=won,
        won_amount=Money(won_amount, currency),
        lost=lost,
        received=Money(_scalar(work, received), currency),
    )


def _ended(work: Work, period: Period, kind: StageKind, currency: str) -> tuple[int, int]:
    amount = case((col(StageVisit.currency) == currency, col(StageVisit.amount)), else_=0)
    query = select(func.count(), func.coalesce(func.sum(amount), 0)).where(*counting.ended(period, kind))
    count, total = _rows(work, query)[0]
    return int(count), int(total)


def _funnel(work: Work, period: Period) -> tuple[StageFigures, ...]:
    stage = col(StageVisit.stage_id)
    query = (
        select(
            stage,
            func.count(),
            func.count(case((col(StageVisit.forward).is_(True), 1))),
            func.count(case((col(StageVisit.left_at).is_(None), 1))),
        )
        .where(*counting.entered(period))
        .group_by(stage)
    )
    counted = {stage_id: (entries, forward, waiting) for stage_id, entries, forward, waiting in _rows(work, query)}
    times = _times(work, period)
    stages = work.session.exec(sql_select(Stage).order_by(col(Stage.position))).all()
    figures: list[StageFigures] = []
    for row in stages:
        entries, forward, waiting = counted.get(row.id, (0, 0, 0))
        if not row.active and not entries:
            continue
        median, p90 = times.get(row.id, (None, None))
        figures.append(
            StageFigures(
                stage_id=row.id,
                name_ru=row.name_ru,
                name_en=row.name_en,
                colour=row.colour,
                kind=row.kind,
                norm_days=row.norm_days,
                entered=entries,
                forward=forward,
                waiting=waiting,
                median_seconds=median,
                p90_seconds=p90,
            )
        )
    return tuple(figures)


def _times(work: Work, period: Period) -> dict[str, tuple[int, int]]:
    """Median and 90th percentile of the seconds in each stage; visits not yet ended count as long as they last."""
    now = work.now()
    spent: dict[str, list[int]] = defaultdict(list)
    ended = select(col(StageVisit.stage_id), col(StageVisit.seconds)).where(
        *counting.entered(period), col(StageVisit.seconds).is_not(None)
    )
    for stage_id, seconds in _rows(work, ended):
        spent[stage_id].append(seconds)
    lasting = select(col(StageVisit.stage_id), col(StageVisit.entered_at)).where(
        *counting.entered(period), col(StageVisit.left_at).is_(None), col(StageVisit.kind) == StageKind.OPEN
    )
    for stage_id, since in _rows(work, lasting):
        spent[stage_id].append(int((now - since).total_seconds()))
    return {stage_id: (quantile(values, 50), quantile(values, 90)) for stage_id, values in spent.items()}


def quantile(values: list[int], percent: int) -> int:
    """The smallest of `values` that at least `percent` per cent of them do not exceed (nearest rank)."""
    values.sort()
    return values[max(0, -(-len(values) * percent // 100) - 1)]


def _sources(
    work: Work, period: Period, currency: str, by: str, names: dict[str, tuple[str, str]]
) -> tuple[SourceFigures, ...]:
    visit, deal = getattr(StageVisit, by), getattr(Deal, by)
    leads = _grouped(work, select(visit, func.count()).where(*counting.leads(period)).group_by(visit))
    amount = case((col(StageVisit.currency) == currency, col(StageVisit.amount)), else_=0)
    won = {
        key: (int(count), int(total))
        for key, count, total in _rows(
            work,
            select(visit, func.count(), func.sum(amount)).where(*counting.ended(period, StageKind.WON)).group_by(visit),
        )
    }
    lost = _grouped(work, select(visit, func.count()).where(*counting.ended(period, StageKind.LOST)).group_by(visit))
    received = _grouped(
        work,
        select(deal, func.sum(LedgerEntry.amount))
        .join(Deal, col(Deal.id) == col(LedgerEntry.deal_id))
        .where(*counting.received(period), col(LedgerEntry.currency) == currency)
        .group_by(deal),
    )
    figures = [
        SourceFigures(
            id=key,
            name_ru=names[key][0],
            name_en=names[key][1],
            leads=leads.get(key, 0),
            won=won.get(key, (0, 0))[0],
            won_amount=Money(won.get(key, (0, 0))[1], currency),
            lost=lost.get(key, 0),
            received=Money(received.get(key, 0), currency),
        )
        for key in leads.keys() | won.keys() | lost.keys() | received.keys()
    ]
    return tuple(sorted(figures, key=lambda row: (-row.won_amount.amount, -row.leads, row.name_ru)))


def _lost(work: Work, period: Period, currency: str) -> tuple[LostFigures, ...]:
    amount = case((col(StageVisit.currency) == currency, col(StageVisit.amount)), else_=0)
    columns: list[Any] = [
        col(LostReason.id),
        col(LostReason.name_ru),
        col(LostReason.name_en),
        col(User.id),
        col(User.name),
        func.count(),
        func.sum(amount),
    ]
    query = (
        select(*columns)
        .select_from(StageVisit)
        .join(LostReason, col(LostReason.id) == col(StageVisit.lost_reason_id))
        .join(User, col(User.id) == col(StageVisit.manager_id))
        .where(*counting.ended(period, StageKind.LOST))
        .group_by(col(LostReason.id), col(LostReason.name_ru), col(LostReason.name_en), col(User.id), col(User.name))
        .order_by(func.count().desc(), col(LostReason.name_ru), col(User.name))
    )
    return tuple(
        LostFigures(reason, russian, english, manager, name, int(deals), Money(int(total), currency))
        for reason, russian, english, manager, name, deals, total in _rows(work, query)
    )


def _over_time(work: Work, period: Period, currency: str, timezone: ZoneInfo) -> tuple[Bucket, ...]:
    firsts = buckets(period, timezone)
    # moments are compared with the beginnings in UTC: cheaper than telling the local day of each of them
    starts = [datetime.combine(day, time.min, timezone).astimezone(UTC) for day in firsts]
    leads, money = [0] * len(firsts), [0] * len(firsts)
    for (at,) in _rows(work, select(col(StageVisit.entered_at)).where(*counting.leads(period))):
        leads[bisect_right(starts, at) - 1] += 1
    entries = select(col(LedgerEntry.received_at), col(LedgerEntry.amount)).where(
        *counting.received(period), col(LedgerEntry.currency) == currency
    )
    for at, amount in _rows(work, entries):
        money[bisect_right(starts, at) - 1] += amount
    return tuple(
        Bucket(day, count, Money(amount, currency)) for day, count, amount in zip(firsts, leads, money, strict=True)
    )


def buckets(period: Period, timezone: ZoneInfo) -> list[date]:
    """The first days of the days, weeks or months (by length) that `period` touches."""
    firsts: list[date] = []
    day = period.start.astimezone(timezone).date()
    last = (period.end - timedelta(microseconds=1)).astimezone(timezone).date()
    while day <= last:
        first = _first_day(day, period)
        if not firsts or firsts[-1] != first:
            firsts.append(first)
        day += timedelta(days=1)
    return firsts


def _first_day(day: date, period: Period) -> date:
    length = period.end - period.start
    if length <= _DAYS_UP_TO:
        return day
    return day - timedelta(days=day.weekday()) if length <= _WEEKS_UP_TO else day.replace(day=1)


def _names(work: Work, query: Select[*tuple[Any, ...]]) -> dict[str, tuple[str, str]]:
    return {key: (russian, english) for key, russian, english in _rows(work, query)}


def _grouped(work: Work, query: Select[*tuple[Any, ...]]) -> dict[str, int]:
    return {key: int(value) for key, value in _rows(work, query)}


def _scalar(work: Work, query: Select[*tuple[Any, ...]]) -> int:
    return int(work.session.connection().execute(query).scalar_one())


def _rows(work: Work, query: Select[*tuple[Any, ...]]) -> list[Row[*tuple[Any, ...]]]:
    return list(work.session.connection().execute(query).all())
