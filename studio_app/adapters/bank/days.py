"""Days as banks write them, and the order of day and month that a whole column tells."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from studio_app.domain.statements.lines import BadStatement, DateOrder

_DATES = (
    (re.compile(r"(\d{1,2})[.](\d{1,2})[.](\d{4})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[.](\d{1,2})[.](\d{2})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)"), (1, 2, 3)),
)
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[.\s-]*([^\W\d_]{3,})[.,\s-]*(\d{4}|\d{2})(?!\d)")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,})[.\s]*(\d{1,2}),?\s+(\d{4})(?!\d)")
_SPACED = re.compile(r"(?<=\d)\.\s+(?=\d)")  # 2026. 03. 10. and 10. 3. 2026
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,]\d+)?")
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_MONTHS = (
    "jan янв ene gen sty led sij oca", "feb фев fév fev lut úno uno velj şub sub", "mar мар mär maa mrt bře ozu",
    "apr апр avr abr kwi dub tra nis", "may май мая mai mei maj mag kvě svi", "jun июн jui giu cze čer lip haz",
    "jul июл juil lug lip tem", "aug авг aoû aou ago sie srp kol ağu", "sep сен set wrz zář ruj eyl",
    "oct окт okt out ott paź říj lis eki", "nov ноя lis stu kas", "dec дек dez dic déc gru pro ara",
)  # fmt: skip
_ENGLISH = {name: at for at, names in enumerate(_MONTHS, start=1) for name in names.split()[:2]}
_ANY: dict[str, set[int]] = {}
for _at, _names in enumerate(_MONTHS, start=1):
    for _name in _names.split():
        _ANY.setdefault(_name, set()).add(_at)


def day(text: str, *, line: int, order: DateOrder = DateOrder.DAY_FIRST) -> date:
    """The date that `text` begins with, in any order of day, month and year that banks use. Raises BadStatement.

    The 29th and 30th of February, which banks know that reckon months of 30 days, are its last day.
    """
    found = _parts(_SPACED.sub(".", text.strip()), order)
    if found is not None:
        try:
            return in_calendar(*found)
        except ValueError:
            pass
    elif serial := _SERIAL.fullmatch(text.strip()):
        return _EPOCH + timedelta(days=int(serial[1]))
    raise BadStatement("date", line=line, value=text)


def in_calendar(year: int, month: int, number: int) -> date:
    """The day; for a 29 or 30 February that the year does not have, its last day. Raises ValueError."""
    if month == 2 and number in {29, 30}:
        return date(year, month, min(number, monthrange(year, month)[1]))
    return date(year, month, number)


def date_orders(texts: Iterable[str]) -> tuple[set[DateOrder], str]:
    """The orders of day and month in which every one of the texts is a date, and the first text that tells none.

    Nothing is left open (and the text is empty) where no text is written in a way that has two readings.
    """
    possible = {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}
    open_one = ""
    for text in texts:
        found = _EITHER.match(text.strip())
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if second > 12:
            possible.discard(DateOrder.DAY_FIRST)
        if first > 12:
            possible.discard(DateOrder.MONTH_FIRST)
        if first != second and not open_one:
            open_one = text.strip()
    return possible, open_one if len(possible) > 1 else ""


def _parts(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    for pattern, (year, month, number) in _DATES:
        if found := pattern.match(text):
            return _year(found[year]), int(found[month]), int(found[number])
    if found := _EITHER.match(text):
        first, second = int(found[1]), int(found[3])
        if order is DateOrder.MONTH_FIRST:
            return _year(found[4]), first, second
        return _year(found[4]), second, first
    if (found := _NAMED.match(text)) and (month := _month(found[2])):
        return _year(found[3]), month, int(found[1])
    if (found := _NAMED_FIRST.match(text)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int:
    """The month that a word names; 0 where it names none, or two languages mean different ones by it."""
    low = word.casefold()
    for length in (4, 3):
        if low[:length] in _ENGLISH:
            return _ENGLISH[low[:length]]
    meant = _ANY.get(low[:4]) or _ANY.get(low[:3]) or set()
    return next(iter(meant)) if len(meant) == 1 else 0
