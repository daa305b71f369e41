"""Days, months and times as people type them: the one reader of all screens, forms and imports.

A day may begin with its year (2026-11-29), with itself (29.11.2026), or name its month in Russian or English.
Between slashes and dashes one country writes the month first: where both readings are days, the person is asked.
"""

import re
from collections.abc import Iterator
from datetime import date, time

from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear

_YEARS = range(1900, 2200)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?:[t ][0-9:.,+z-]*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DAY_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ?(?:of )?([^\W\d_]+)\.?,? ([0-9]{4})(?: ?г(?:\.|ода)?)?")
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_MONTH_NUMBERED = re.compile(r"(?:([0-9]{4})[-./]([0-9]{1,2})|([0-9]{1,2})[-./]([0-9]{4}))")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?,? ([0-9]{4})(?: ?г(?:\.|ода)?)?|([0-9]{4}) ([^\W\d_]+)")
_POINTS = re.compile(r"(?<=[0-9])\. (?=[0-9])")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00(?:\.0+)?)?")
_MONTHS = (
    ("январь", "января", "january"), ("февраль", "февраля", "february"), ("март", "марта", "march"),
    ("апрель", "апреля", "april"), ("май", "мая", "may"), ("июнь", "июня", "june"), ("июль", "июля", "july"),
    ("август", "августа", "august"), ("сентябрь", "сентября", "september"), ("октябрь", "октября", "october"),
    ("ноябрь", "ноября", "november"), ("декабрь", "декабря", "december"),
)  # fmt: skip
_SHORTEST = 3  # letters that tell a month


def read_day(text: str, *, field: str) -> date:
    """The day that `text` writes; a time of day behind it is left out. Raises Unclear, Invalid: required, day."""
    bare = _tidy(text, field)
    found = [day for day in _days(bare) if day is not None]
    if not found:
        raise Invalid(field=field, reason="day")
    if len(set(found)) > 1:
        first, second = found
        raise Unclear(field=field, first=first.isoformat(), second=second.isoformat(), reason="day_unclear")
    return found[0]


def read_month(text: str, *, field: str) -> date:
    """The first day of the month that `text` names, as a month or by one of its days. Raises Invalid."""
    bare = _tidy(text, field)
    numbered, named = _MONTH_NUMBERED.fullmatch(bare), _MONTH_NAMED.fullmatch(bare)
    if numbered:
        found = _day(int(numbered[1] or numbered[4]), int(numbered[2] or numbered[3]), 1)
    elif named:
        found = _day(int(named[2] or named[3]), _month_of(named[1] or named[4]), 1)
    else:
        found = next((day.replace(day=1) for day in _days(bare) if day), None)
    if found is None:
        raise Invalid(field=field, reason="month")
    return found


def read_time(text: str, *, field: str) -> time:
    """The time of day that `text` writes: 9:30, 09.30, 9. Raises Invalid: required, time."""
    found = _TIME.fullmatch(_tidy(text, field))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Invalid(field=field, reason="time")
    return time(int(found[1]), int(found[2] or 0))


def _tidy(text: str, field: str) -> str:
    bare = _POINTS.sub(".", " ".join(text.split()).casefold())
    bare = bare[:-1] if bare[-2:-1].isdigit() and bare.endswith(".") else bare  # 2026. 03. 10.
    if not bare:
        raise Invalid(field=field, reason="required")
    return bare


def _days(bare: str) -> Iterator[date | None]:
    """What it can mean, the usual reading first."""
    if found := _YEAR_FIRST.fullmatch(bare):
        yield _day(int(found[1]), int(found[3]), int(found[4]))
    elif found := _YEAR_LAST.fullmatch(bare):
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        yield _day(year, int(found[3]), int(found[1]))
        if found[2] != ".":  # nobody writes a month first between points
            yield _day(year, int(found[1]), int(found[3]))
    elif found := _DAY_NAMED.fullmatch(bare):
        yield _day(int(found[3]), _month_of(found[2]), int(found[1]))
    elif found := _NAMED_DAY.fullmatch(bare):
        yield _day(int(found[3]), _month_of(found[1]), int(found[2]))


def _month_of(name: str) -> int:
    if len(name) < _SHORTEST:
        return 0
    return next((n for n, forms in enumerate(_MONTHS, 1) if any(form.startswith(name) for form in forms)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
