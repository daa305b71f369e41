"""Form values into what use cases take. Nothing from a form is trusted to have the right shape."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, exponent

E = TypeVar("E", bound=StrEnum)
_LONGEST = 400


def text(form: Mapping[str, Any], name: str) -> str:
    """The trimmed text of a field; empty when it is missing."""
    return str(form.get(name) or "").strip()[:_LONGEST]


def ticked(form: Mapping[str, Any], name: str) -> bool:
    """Whether a checkbox is on."""
    return form.get(name) in {"on", True}


def decimal(form: Mapping[str, Any], name: str) -> Decimal:
    """A number with a comma or a point. Raises Invalid."""
    try:
        value = Decimal(text(form, name).replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation as error:
        raise Invalid(field=name, reason="number_needed") from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise Invalid(field=name, reason="number_needed")
    return value


def whole(form: Mapping[str, Any], name: str) -> int:
    """A whole number. Raises Invalid."""
    value = decimal(form, name)
    if value != value.to_integral_value():
        raise Invalid(field=name, reason="number_needed")
    return int(value)


def money(form: Mapping[str, Any], name: str, currency: str) -> Money:
    """An amount typed in whole units. Raises Invalid."""
    return Money.from_major(decimal(form, name), currency)


def one_of(kind: type[E], form: Mapping[str, Any], name: str) -> E:
    """A member of an enumeration. Raises Invalid."""
    try:
        return kind(text(form, name))
    except ValueError as error:
        raise Invalid(field=name, reason="required") from error


def plain(value: Decimal) -> str:
    """A number as an input takes it."""
    return format(value.normalize(), "f") if value else "0"


def major(value: Money) -> str:
    """An amount as an input takes it, in whole units."""
    digits = exponent(value.currency)
    return plain(value.major.quantize(Decimal(1).scaleb(-digits)))
