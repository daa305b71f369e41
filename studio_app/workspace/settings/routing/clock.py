"""Hours of a day as inputs take them, and days of a calendar as lines of text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from studio_app.adapters.official_days import is_preliminary
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import country_name
from studio_app.core.days import read_day, read_time
from studio_app.core.errors import Invalid
from studio_app.domain.studio.working_time import DayView
from studio_app.workspace.settings.parsing import text, ticked


def typed_minutes(form: Mapping[str, Any], name: str) -> int:
    """Minutes from midnight of "09:30". Raises Invalid."""
    at = read_time(text(form, name), field=name)
    return at.hour * 60 + at.minute


def shown_minutes(minutes: int) -> str:
    """Minutes from midnight as "09:30"; the end of the day is 23:59."""
    return "23:59" if minutes >= 24 * 60 else f"{minutes // 60:02d}:{minutes % 60:02d}"


def typed_days(form: Mapping[str, Any]) -> str:
    """The ticked weekdays: "12345"."""
    return "".join(str(day) for day in range(1, 8) if ticked(form, f"day_{day}"))


def typed_day(form: Mapping[str, Any], name: str) -> date | None:
    """A day, or None for an empty field. Raises Invalid."""
    value = text(form, name)
    return read_day(value, field=name) if value else None


def typed_exceptions(lines: str) -> tuple[DayView, ...]:
    """A line a day: `2027-01-01 New Year` or `01.01.2027 …`; a day off that is worked begins with a plus.

    Raises Invalid.
    """
    return tuple(_exception(line.strip()) for line in lines.splitlines() if line.strip())


def shown_exceptions(days: tuple[DayView, ...], locale: str) -> str:
    """The days as lines, written as the reader writes days."""
    return "\n".join(f"{'+' if one.is_working else ''}{_shown(one.day, locale)} {one.name}".rstrip() for one in days)


def official_note(country: str, years: Sequence[int], locale: str) -> str:
    """Whose official days stand in the calendar, and which years' may still change."""
    name = country_name(country, locale)
    note = translate(locale, "routing.official", country=name, years=" – ".join(str(year) for year in years))
    early = [translate(locale, "routing.preliminary", year=year) for year in years if is_preliminary(country, year)]
    return " ".join([note, *early])


def _shown(day: date, locale: str) -> str:
    return f"{day:%d.%m.%Y}" if locale == "ru" else day.isoformat()


def _exception(line: str) -> DayView:
    day, _, name = line.removeprefix("+").strip().partition(" ")
    try:
        return DayView(read_day(day, field="exceptions"), line.startswith("+"), name.strip())
    except Invalid as error:
        raise Invalid(field="exceptions", reason="day_line", line=line[:40]) from error
