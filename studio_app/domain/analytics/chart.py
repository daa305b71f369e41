"""The chart of leads and money over time: by day, week or month."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, column, select, values
from sqlmodel import col, func

from studio_app.core.money import Money
from studio_app.domain.analytics import counting
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import Bucket, Period, PlayMoney
from studio_app.domain.columns import UtcDateTime
from studio_app.domain.ledger.models import EntryAllocation
from studio_app.domain.work import Work

_DAYS_UP_TO = timedelta(days=45)
_WEEKS_UP_TO = timedelta(days=200)


def over_time(
    work: Work, period: Period, currency: str, timezone: ZoneInfo, play_money: PlayMoney
) -> tuple[Bucket, ...]:
    """The buckets of `period` with what came in during each (test money as `play_money`), by one walk of indexes."""
    firsts = buckets(period, timezone)
    starts = [max(period.start, datetime.combine(day, time.min, timezone).astimezone(UTC)) for day in firsts]
    spans = list(zip(range(len(firsts)), starts, [*starts[1:], period.end], strict=True))
    columns = (column("number", Integer), column("since", UtcDateTime), column("until", UtcDateTime))
    span = values(*columns, name="span").data(spans).cte()
    entered, received = col(StageVisit.entered_at), col(EntryAllocation.received_at)
    leads = select(func.count()).where(col(StageVisit.first).is_(True), entered >= span.c.since, entered < span.c.until)
    money = select(func.coalesce(func.sum(col(EntryAllocation.amount)), 0)).where(
        received >= span.c.since,
        received < span.c.until,
        col(EntryAllocation.currency) == currency,
        *counting.money(play_money),
    )
    query = select(leads.scalar_subquery(), money.scalar_subquery()).select_from(span).order_by(span.c.number)
    counted = work.session.connection().execute(query).all()
    return tuple(
        Bucket(day, int(count), Money(int(amount), currency))
        for day, (count, amount) in zip(firsts, counted, strict=True)
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
