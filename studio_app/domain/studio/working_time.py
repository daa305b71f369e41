"""Use cases: the studio's calendar and the hours of its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.models import PersonalHours, User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.team import having
from studio_app.domain.columns import width
from studio_app.domain.studio.calendar import weekdays
from studio_app.domain.studio.current import require_studio
from studio_app.domain.studio.kinds import DayOrigin
from studio_app.domain.studio.models import CalendarDay, Studio
from studio_app.domain.timeline.events.studio import HoursSaved, WorkingTimeChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_DAY = 24 * 60
_MAX_DAYS = 400
_MAX_RESPONSE = 40 * 60


@dataclass(frozen=True, slots=True)
class DayView:
    """A day that differs from its weekday."""

    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Weekdays ("12345"), hours in minutes from midnight, the norm of an answer in working minutes, and the days."""

    days: str
    from_minute: int
    until_minute: int
    response_minutes: int
    exceptions: tuple[DayView, ...]


@dataclass(frozen=True, slots=True)
class HoursView:
    """When a person works; `own` False: as the studio does."""

    user_id: str
    name: str
    own: bool
    days: str
    from_minute: int
    until_minute: int
    away_until: date | None


def working_time(work: Work) -> WorkingTime:
    """Query: the calendar. Raises NotFound before the studio is set up."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    query = select(CalendarDay).where(CalendarDay.origin != DayOrigin.DISMISSED)
    rows = work.session.exec(query.order_by(col(CalendarDay.day)))
    return WorkingTime(
        days=studio.work_days,
        from_minute=studio.work_from_minute,
        until_minute=studio.work_until_minute,
        response_minutes=studio.response_minutes,
        exceptions=tuple(DayView(row.day, row.is_working, row.name) for row in rows),
    )


def save_working_time(work: Work, *, time: WorkingTime) -> None:
    """Change the calendar; leads that wait keep the moment at which they are due. Raises Forbidden, Invalid."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    _check_hours(time.days, time.from_minute, time.until_minute)
    if not 1 <= time.response_minutes <= _MAX_RESPONSE:
        raise Invalid(field="response_minutes", reason="response_minutes")
    studio.work_days = "".join(str(day) for day in sorted(weekdays(time.days)))
    studio.work_from_minute, studio.work_until_minute = time.from_minute, time.until_minute
    studio.response_minutes = time.response_minutes
    _write_days(work, _once(time.exceptions))
    record(work, WorkingTimeChanged())


def _write_days(work: Work, days: Sequence[DayView]) -> None:
    """What is said as it was stays whose it is; an official day that is gone was taken away by a person."""
    said, known = {one.day: one for one in days}, {row.day: row for row in work.session.exec(select(CalendarDay))}
    for day, row in known.items():
        if day in said or row.origin is DayOrigin.DISMISSED:
            continue
        if row.origin is DayOrigin.OFFICIAL:
            row.origin = DayOrigin.DISMISSED
        else:
            work.session.delete(row)
    for day, one in said.items():
        row = known.get(day) or CalendarDay(day=day, origin=DayOrigin.DISMISSED)
        if row.origin is DayOrigin.DISMISSED or (row.is_working, row.name) != (one.is_working, one.name):
            row.is_working, row.name, row.origin = one.is_working, one.name, DayOrigin.TYPED
            work.session.add(row)


def people_hours(work: Work) -> list[HoursView]:
    """Query: the hours of everybody to whom deals are given."""
    require(work, Permission.EDIT_SETTINGS)
    studio = require_studio(work)
    own = {row.user_id: row for row in work.session.exec(select(PersonalHours))}
    people = work.session.exec(select(User).where(having(Permission.EDIT_DEALS)).order_by(col(User.name)))
    return [_hours(person, own.get(person.id), studio) for person in people]


def save_hours(work: Work, *, hours: HoursView) -> None:
    """Give a person hours of their own, or (not `own`, nobody away) the studio's again. Raises Forbidden, Invalid."""
    require(work, Permission.EDIT_SETTINGS)
    if work.session.get(User, hours.user_id) is None:
        raise NotFound
    _check_hours(hours.days, hours.from_minute, hours.until_minute)
    row = work.session.get(PersonalHours, hours.user_id)
    if not hours.own and hours.away_until is None:
        if row is not None:
            work.session.delete(row)
    else:
        row = row or PersonalHours(user_id=hours.user_id)
        row.days = "".join(str(day) for day in sorted(weekdays(hours.days)))
        row.from_minute, row.until_minute, row.away_until = hours.from_minute, hours.until_minute, hours.away_until
        work.session.add(row)
    record(work, HoursSaved(user_id=hours.user_id))


def _hours(person: User, own: PersonalHours | None, studio: Studio) -> HoursView:
    if own is None:
        days, begin, end = studio.work_days, studio.work_from_minute, studio.work_until_minute
        return HoursView(person.id, person.name, False, days, begin, end, None)
    return HoursView(person.id, person.name, True, own.days, own.from_minute, own.until_minute, own.away_until)


def _check_hours(days: str, from_minute: int, until_minute: int) -> None:
    if not weekdays(days):
        raise Invalid(field="days", reason="work_days")
    if not 0 <= from_minute < until_minute <= _DAY:
        raise Invalid(field="hours", reason="work_hours")


def _once(days: Sequence[DayView]) -> list[DayView]:
    by_day = {one.day: one for one in days}
    if len(by_day) > _MAX_DAYS:
        raise Invalid(field="exceptions", reason="too_many_days", maximum=_MAX_DAYS)
    longest = width(CalendarDay.name)
    for one in by_day.values():
        if len(one.name) > longest:
            raise Invalid(field="exceptions", reason="day_name", day=one.day.isoformat(), maximum=longest)
    return list(by_day.values())
