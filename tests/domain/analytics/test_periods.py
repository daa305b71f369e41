"""Periods are whole days on the studio's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid
from studio_app.domain.analytics.periods import Preset, choose_period
from studio_app.domain.analytics.schemas import Period
from studio_app.domain.work import Work


class TestChoosePeriod:
    @pytest.mark.parametrize(
        ("preset", "first"),
        [
            (Preset.MONTH, date(2026, 11, 1)),
            (Preset.DAYS_30, date(2026, 10, 25)),
            (Preset.DAYS_90, date(2026, 8, 26)),
            (Preset.QUARTER, date(2026, 10, 1)),
            (Preset.YEAR, date(2026, 1, 1)),
        ],
    )
    def test_ends_with_today(self, work: Work, preset: Preset, first: date) -> None:
        chosen = choose_period(work, preset=preset)
        assert (chosen.first, chosen.last) == (first, date(2026, 11, 23))
        assert chosen.period.end == datetime(2026, 11, 23, 21, tzinfo=UTC)

    def test_goes_by_the_studios_clock(self, work: Work, clock: FixedClock) -> None:
        clock.set(datetime(2026, 11, 30, 22, 30, tzinfo=UTC))  # already December in Moscow
        assert choose_period(work, preset=Preset.MONTH).first == date(2026, 12, 1)

    def test_takes_both_days_of_a_custom_one(self, work: Work) -> None:
        day = date(2026, 11, 5)
        chosen = choose_period(work, preset=Preset.CUSTOM, first=day, last=day)
        assert chosen.period.end - chosen.period.start == timedelta(days=1)

    @pytest.mark.parametrize(
        ("first", "last"),
        [(None, date(2026, 1, 1)), (date(2026, 1, 2), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))],
    )
    def test_refuses_what_is_no_period(self, work: Work, first: date | None, last: date | None) -> None:
        with pytest.raises(Invalid):
            choose_period(work, preset=Preset.CUSTOM, first=first, last=last)


class TestBefore:
    def test_is_as_long_and_ends_where_the_period_begins(self) -> None:
        period = Period(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 11, tzinfo=UTC))
        assert period.before() == Period(datetime(2026, 10, 22, tzinfo=UTC), period.start)
