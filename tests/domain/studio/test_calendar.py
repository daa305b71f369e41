"""Working time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.studio.calendar import Calendar, studio_calendar
from studio_app.domain.studio.models import CalendarDay
from studio_app.domain.work import Work

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = Calendar(MOSCOW, exceptions={date(2026, 11, 28): True, date(2026, 11, 24): False})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


class TestWorkingDayAfter:
    @pytest.mark.parametrize(
        ("day", "days", "due"),
        [
            (date(2026, 11, 23), 1, date(2026, 11, 25)),  # the 24th is a holiday
            (date(2026, 11, 27), 1, date(2026, 11, 28)),  # a Saturday that is worked
            (date(2026, 11, 28), 1, date(2026, 11, 30)),
            (date(2026, 11, 27), 5, date(2026, 12, 3)),
        ],
    )
    def test_counts_working_days_only(self, day: date, days: int, due: date) -> None:
        assert OFFICE.working_day_after(day, days) == due

    @given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(1, 90))
    def test_has_so_many_working_days_up_to_it(self, day: date, days: int) -> None:
        due = OFFICE.working_day_after(day, days)
        between = [day + timedelta(days=one) for one in range(1, (due - day).days + 1)]
        assert sum(OFFICE.is_working_day(one) for one in between) == days
        assert OFFICE.is_working_day(due)


class TestAfter:
    @pytest.mark.parametrize(
        ("since", "minutes", "due"),
        [
            ("2026-11-23 12:00", 60, "2026-11-23 13:00"),
            ("2026-11-23 17:30", 60, "2026-11-25 09:30"),  # the 24th is a holiday
            ("2026-11-23 17:00", 60, "2026-11-23 18:00"),
            ("2026-11-27 23:00", 30, "2026-11-28 09:30"),  # a Saturday that is worked
            ("2026-11-29 12:00", 9 * 60 + 1, "2026-12-01 09:01"),
        ],
    )
    def test_counts_working_hours_only(self, since: str, minutes: int, due: str) -> None:
        assert OFFICE.after(at(since), minutes=minutes) == at(due)

    @given(st.integers(0, 500_000), st.integers(1, 5000))
    def test_is_the_inverse_of_counting(self, passed: int, minutes: int) -> None:
        since = at("2026-01-01 00:00") + timedelta(minutes=passed)
        due = OFFICE.after(since, minutes=minutes)
        assert OFFICE.minutes_between(since, due) == minutes

    def test_comes_to_an_end_where_nobody_ever_works(self) -> None:
        since = at("2026-11-23 12:00")
        assert Calendar(MOSCOW, days=frozenset()).after(since, minutes=5) == since + timedelta(minutes=5)


class TestStudioCalendar:
    def test_has_the_studios_hours_and_its_days_off(self, studio: Work) -> None:
        studio.session.add(CalendarDay(day=date(2026, 11, 23), is_working=False))
        studio.session.flush()
        assert not studio_calendar(studio).is_working(studio.now())
        assert studio_calendar(studio).is_working(studio.now() + timedelta(days=1))
