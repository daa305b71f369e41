"""What forms of the deal page hold, as values. An argument is never trusted."""

from datetime import date, time
from typing import Any

from studio_app.core.days import read_day, read_time


def day(text: Any) -> date:
    """A day. Raises Invalid."""
    return read_day(str(text or ""), field="date")


def day_or_none(text: Any) -> date | None:
    """A day, None for an empty field. Raises Invalid."""
    return day(text) if text else None


def time_or_none(text: Any) -> time | None:
    """A time of day, None for an empty field. Raises Invalid."""
    return read_time(str(text), field="time") if text else None


def minutes_or_none(text: Any) -> int | None:
    """Minutes before; None for anything that is no number."""
    return int(str(text)) if str(text).isascii() and str(text).isdecimal() and len(str(text)) < 6 else None
