"""Numbers as people type them: comma or point, spaces between thousands, a currency sign that says nothing."""

import re
from decimal import Decimal

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, exponent

_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{0,6})?|[.,]\d{1,6}")


def number(text: str, *, field: str) -> Decimal:
    """The number that `text` writes, zero or more; an empty text is zero. Raises Invalid."""
    bare = _BLANKS.sub("", text)
    if not bare:
        return Decimal(0)
    if not _NUMBER.fullmatch(bare):
        raise Invalid(field=field, reason="number")
    return Decimal(bare.replace(",", ".").rstrip(".") or "0")


def money(text: str, currency: str, *, field: str) -> Money:
    """The amount that `text` writes in whole units. Raises Invalid, also for parts of a minor unit."""
    bare = re.sub(r"(?:₽|руб\.?|р\.|[$€])$", "", _BLANKS.sub("", text).lower())
    value = number(bare, field=field)
    if value != round(value, exponent(currency)):
        raise Invalid(field=field, reason="minor_units")
    return Money.from_major(value, currency)
