"""The studio's working time: which hours of which days count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.domain.studio.current import day_of, start_of_day, studio, zone
from studio_app.domain.studio.kinds import DayOrigin
from studio_app.domain.studio.models import CalendarDay
from studio_app.domain.work import Work

_HORIZON = 400  # days looked ahead: a calendar without working days must not be searched for ever


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days (ISO weekdays), hours in minutes from midnight of `zone`, and the days that differ."""

    zone: ZoneInfo
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    from_minute: int = 9 * 60
    until_minute: int = 18 * 60
    exceptions: Mapping[date, bool] = field(default_factory=dict[date, bool])

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works that day at all."""
        return self.exceptions.get(day, day.isoweekday() in self.days)

    def working_day_after(self, day: date, days: int) -> date:
        """The last of so many working days that follow `day`: the day itself does not count."""
        for offset in range(1, _HORIZON + days):
            after = day + timedelta(days=offset)
            days -= self.is_working_day(after)
            if days <= 0:
                return after
        return day + timedelta(days=_HORIZON)

    def is_working(self, at: datetime) -> bool:
        """Whether `at` is in working hours."""
        local = at.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return self.is_working_day(local.date()) and self.from_minute <= minute < self.until_minute

    def after(self, at: datetime, *, minutes: int) -> datetime:
        """The moment (UTC) by which `minutes` of working time have passed since `at`."""
        left, day = timedelta(minutes=minutes), at.astimezone(self.zone).date()
        for offset in range(_HORIZON):
            begin, end = self._hours(day + timedelta(days=offset))
            begin = max(begin, at)
            if end - begin >= left and end > begin:
                return (begin + left).astimezone(UTC)
            left -= max(end - begin, timedelta())
        return (at + timedelta(minutes=minutes)).astimezone(UTC)

    def minutes_between(self, since: datetime, until: datetime) -> int:
        """Whole minutes of working time from `since` to `until`."""
        total, day = timedelta(), since.astimezone(self.zone).date()
        last = min(until.astimezone(self.zone).date(), day + timedelta(days=_HORIZON))
        while day <= last:
            begin, end = self._hours(day)
            total += max(min(end, until) - max(begin, since), timedelta())
            day += timedelta(days=1)
        return int(total.total_seconds() // 60)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        midnight = datetime.combine(day, time(), tzinfo=self.zone)
        # clock time, not elapsed time: the day on which the clocks change opens at nine, too
        begin = midnight + timedelta(minutes=self.from_minute)
        end = midnight + timedelta(minutes=self.until_minute) if self.is_working_day(day) else begin
        return begin.astimezone(UTC), end.astimezone(UTC)


def studio_calendar(work: Work, *, around: datetime | None = None) -> Calendar:
    """Query: the calendar with the days that differ from `around` (now) on; plain office hours before the set-up."""
    settings, first = studio(work), day_of(work, around or work.now())
    rows = work.session.exec(
        select(CalendarDay).where(col(CalendarDay.day) >= first, CalendarDay.origin != DayOrigin.DISMISSED)
    )
    return Calendar(
        zone=zone(work),
        days=weekdays(settings.work_days),
        from_minute=settings.work_from_minute,
        until_minute=settings.work_until_minute,
        exceptions={row.day: row.is_working for row in rows},
    )


def working_day_after(work: Work, day: date, *, days: int) -> date:
    """Query: the last of so many of the studio's working days that follow `day`."""
    return studio_calendar(work, around=start_of_day(day, zone(work))).working_day_after(day, days)


def weekdays(text: str) -> frozenset[int]:
    """ISO weekdays from "12345"."""
    return frozenset(int(digit) for digit in text if digit in "1234567")
