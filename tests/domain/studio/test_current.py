"""The studio as it is now."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.clock import FixedClock
from studio_app.core.errors import NotFound
from studio_app.domain.studio.current import (
    default_entity,
    end_of_day,
    last_day,
    require_studio,
    start_of_day,
    studio,
    today,
    zone,
)
from studio_app.domain.studio.kinds import DEFAULT_TIMEZONE, EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity, Studio
from studio_app.domain.work import Work

ZONES = st.sampled_from(
    ["Europe/Moscow", "America/Los_Angeles", "Pacific/Apia", "Asia/Kolkata", "Europe/Berlin", "America/Sao_Paulo"]
)
DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))


def set_up(work: Work, timezone: str) -> None:
    work.session.add(Studio(name="Студия", timezone=timezone))
    work.session.flush()


def add_entity(work: Work, key: str, *, default: bool = False, active: bool = True) -> None:
    regime = TaxRegime.NONE
    work.session.add(
        LegalEntity(id=key, kind=EntityKind.COMPANY, name=key, tax_regime=regime, is_default=default, active=active)
    )
    work.session.flush()


class TestStudio:
    def test_is_the_defaults_before_the_set_up(self, work: Work) -> None:
        assert studio(work).timezone == DEFAULT_TIMEZONE
        assert zone(work) == ZoneInfo(DEFAULT_TIMEZONE)
        with pytest.raises(NotFound):
            require_studio(work)


class TestToday:
    def test_is_the_date_on_the_studios_wall(self, work: Work, clock: FixedClock) -> None:
        set_up(work, "Asia/Vladivostok")
        clock.set(datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
        assert today(work) == date(2026, 12, 1)


class TestEndOfDay:
    @given(DAYS, ZONES)
    def test_is_the_start_of_the_next_and_gives_the_day_back(self, day: date, name: str) -> None:
        clock = ZoneInfo(name)
        assert last_day(end_of_day(day, clock), clock) == day
        assert start_of_day(day, clock) < end_of_day(day, clock)
        assert start_of_day(day, clock).astimezone(clock).date() == day

    def test_is_the_evening_before_in_utc_east_of_it(self) -> None:
        assert end_of_day(date(2026, 12, 14), ZoneInfo("Europe/Moscow")) == datetime(2026, 12, 14, 21, tzinfo=UTC)


class TestDefaultEntity:
    def test_is_the_one_marked_else_the_first_that_is_active(self, work: Work) -> None:
        assert default_entity(work) is None
        add_entity(work, "c", active=False, default=True)
        add_entity(work, "b")
        add_entity(work, "a")
        assert getattr(default_entity(work), "id", "") == "a"
        add_entity(work, "z", default=True)
        assert getattr(default_entity(work), "id", "") == "z"
