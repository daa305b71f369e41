"""Reminders never come at night and never get lost on the way to the morning."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.notifications.hours import is_quiet, next_waking_moment

ZONES = st.sampled_from(
    ["Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Auckland"]
)
MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.integers(0, 23)


class TestWakingMoment:
    @given(at=MOMENTS, timezone=ZONES, quiet_from=HOURS, quiet_until=HOURS)
    def test_is_never_inside_the_quiet_hours_nor_lost(
        self, at: datetime, timezone: str, quiet_from: int, quiet_until: int
    ) -> None:
        quiet = {"timezone": timezone, "quiet_from": quiet_from, "quiet_until": quiet_until}
        moment = next_waking_moment(at, **quiet)  # type: ignore[arg-type]
        assert not is_quiet(moment, **quiet)  # type: ignore[arg-type]
        assert at <= moment <= at + timedelta(hours=26)

    @given(at=MOMENTS, timezone=ZONES)
    def test_is_the_moment_itself_by_day(self, at: datetime, timezone: str) -> None:
        if 9 <= at.astimezone(ZoneInfo(timezone)).hour < 21:
            assert next_waking_moment(at, timezone=timezone, quiet_from=21, quiet_until=9) == at

    def test_is_nine_in_the_morning_of_the_readers_clock(self) -> None:
        late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # 23:30 in Moscow
        assert next_waking_moment(late, timezone="Europe/Moscow", quiet_from=21, quiet_until=9) == datetime(
            2026, 11, 24, 6, 0, tzinfo=UTC
        )

    def test_knows_quiet_hours_within_one_day(self) -> None:
        lunch = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)  # 13:15 in Moscow
        assert next_waking_moment(lunch, timezone="Europe/Moscow", quiet_from=13, quiet_until=14) == datetime(
            2026, 11, 23, 11, 0, tzinfo=UTC
        )
