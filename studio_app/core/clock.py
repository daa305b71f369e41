"""The clock is passed in: real in the app, fixed in tests."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

SLACK = timedelta(minutes=5)
"""By so much clocks are set right without anybody noticing. What is dated later than that was noted by a clock that
was ahead and has been put back: it proves nothing, and nobody waits for it."""


class Clock(Protocol):
    """Tells the current moment, always aware and in UTC."""

    def now(self) -> datetime:
        """The current moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current moment in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until told to move."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The moment the clock was set to."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self._at += by

    def set(self, at: datetime) -> None:
        """Put the clock to `at`."""
        self._at = at
