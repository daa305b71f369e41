"""What forms of the deal page hold, as values. An argument is never trusted."""

from datetime import date, time
from typing import Any

from studio_app.core.errors import Invalid


def day(text: Any) -> date:
    """An ISO date. Raises Invalid."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Invalid(field="date", reason="date") from None


def day_or_none(text: Any) -> date | None:
    """An ISO date, None for an empty field. Raises Invalid."""
    return day(text) if text else None


def time_or_none(text: Any) -> time | None:
    """`HH:MM`, None for an empty field. Raises Invalid."""
    try:
        return time.fromisoformat(str(text)).replace(tzinfo=None) if text else None
    except ValueError:
        raise Invalid(field="time", reason="date") from None


def minutes_or_none(text: Any) -> int | None:
    """Minutes before; None for anything that is no number."""
    return int(str(text)) if str(text).isdecimal() and len(str(text)) < 6 else None
