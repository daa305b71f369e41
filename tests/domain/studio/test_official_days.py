"""Official days in the studio's calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from studio_app.adapters.official_days import is_preliminary, official_days
from studio_app.core.clock import FixedClock
from studio_app.domain.studio.calendar import studio_calendar, working_day_after
from studio_app.domain.studio.models import Studio
from studio_app.domain.studio.official_days import renew_official_days
from studio_app.domain.studio.working_time import DayView, save_working_time, working_time
from studio_app.domain.work import Work


@pytest.fixture
def calendar(work: Work, clock: FixedClock) -> Work:
    clock.set(datetime(2026, 1, 1, 9, tzinfo=UTC))
    work.session.add(Studio(name="Студия"))
    work.session.flush()
    renew_official_days(work, official=official_days)
    return work


class TestOfficialDays:
    @pytest.mark.parametrize(
        ("day", "works"),
        [(date(2026, 1, 9), False), (date(2026, 3, 9), False), (date(2026, 12, 31), False), (date(2027, 2, 20), True)],
    )
    def test_are_those_of_the_decree(self, calendar: Work, day: date, works: bool) -> None:
        assert studio_calendar(calendar).is_working_day(day) is works

    def test_leave_a_year_of_247_working_days(self, calendar: Work) -> None:
        days = studio_calendar(calendar)
        year = [date.fromordinal(date(2026, 1, 1).toordinal() + offset) for offset in range(365)]
        assert sum(days.is_working_day(day) for day in year) == 247

    def test_put_a_due_day_behind_the_new_year(self, calendar: Work) -> None:
        assert working_day_after(calendar, date(2026, 12, 30), days=1) == date(2027, 1, 11)

    def test_are_preliminary_without_a_decree(self) -> None:
        assert not is_preliminary("RU", 2026)
        assert is_preliminary("RU", 2035)
        assert not is_preliminary("DE", 2035)

    def test_of_a_country_nobody_knows_are_none(self) -> None:
        assert official_days("XX", 2026, "ru") == ()


class TestRenewing:
    def test_never_overwrites_what_a_person_said(self, calendar: Work) -> None:
        time = working_time(calendar)
        kept = tuple(one for one in time.exceptions if one.day != date(2026, 3, 9))  # taken away
        changed = tuple(replace(one, is_working=True) if one.day == date(2026, 1, 9) else one for one in kept)
        own = DayView(date(2026, 6, 1), False, "День студии")
        save_working_time(calendar, time=replace(time, exceptions=(*changed, own)))
        renew_official_days(calendar, official=official_days)
        days = studio_calendar(calendar)
        assert days.is_working_day(date(2026, 3, 9))
        assert days.is_working_day(date(2026, 1, 9))
        assert not days.is_working_day(date(2026, 6, 1))
        assert date(2026, 3, 9) not in {one.day for one in working_time(calendar).exceptions}

    def test_takes_back_what_is_official_no_more(self, calendar: Work) -> None:
        renew_official_days(calendar, official=lambda *_: ())
        assert working_time(calendar).exceptions == ()

    def test_leaves_a_calendar_saved_as_it_was_to_be_renewed(self, calendar: Work) -> None:
        save_working_time(calendar, time=working_time(calendar))
        renew_official_days(calendar, official=lambda *_: ())
        assert working_time(calendar).exceptions == ()
