"""Hours of a day as inputs take them, and days of a calendar as lines of text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from studio_app.core.errors import Invalid
from studio_app.domain.studio.working_time import DayView
from studio_app.workspace.settings.parsing import text, ticked


def typed_minutes(form: Mapping[str, Any], name: str) -> int:
    """Minutes from midnight of "09:30". Raises Invalid."""
    hours, _, minutes = text(form, name).partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal()):
        raise Invalid(field=name, reason="work_hours")
    return int(hours) * 60 + int(minutes[:2])


def shown_minutes(minutes: int) -> str:
    """Minutes from midnight as "09:30"; the end of the day is 23:59."""
    return "23:59" if minutes >= 24 * 60 else f"{minutes // 60:02d}:{minutes % 60:02d}"


def typed_days(form: Mapping[str, Any]) -> str:
    """The ticked weekdays: "12345"."""
    return "".join(str(day) for day in range(1, 8) if ticked(form, f"day_{day}"))


def typed_day(form: Mapping[str, Any], name: str) -> date | None:
    """A day, or None for an empty field. Raises Invalid."""
    value = text(form, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Invalid(field=name, reason="day") from error


def typed_exceptions(lines: str) -> tuple[DayView, ...]:
    """A line a day: `2027-01-01 New Year` or `01.01.2027 …`; a day off that is worked begins with a plus.

    Raises Invalid.
    """
    return tuple(_exception(line.strip()) for line in lines.splitlines() if line.strip())


def shown_exceptions(days: tuple[DayView, ...], locale: str) -> str:
    """The days as lines, written as the reader writes days."""
    return "\n".join(f"{'+' if one.is_working else ''}{_shown(one.day, locale)} {one.name}".rstrip() for one in days)


def _shown(day: date, locale: str) -> str:
    return f"{day:%d.%m.%Y}" if locale == "ru" else day.isoformat()


def _exception(line: str) -> DayView:
    day, _, name = line.removeprefix("+").strip().partition(" ")
    try:
        return DayView(_day(day), line.startswith("+"), name.strip())
    except ValueError as error:
        raise Invalid(field="exceptions", reason="day_line", line=line[:40]) from error


def _day(text: str) -> date:
    if "." not in text:
        return date.fromisoformat(text)
    day, month, year = map(int, text.split("."))
    return date(year, month, day)
