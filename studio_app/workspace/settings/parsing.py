"""Form values into what use cases take. Nothing from a form is trusted to have the right shape."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid
from studio_app.core.money import Money, exponent
from studio_app.core.numbers import read_money, read_number, read_percent, read_whole

E = TypeVar("E", bound=StrEnum)
_LONGEST = 400


def text(form: Mapping[str, Any], name: str) -> str:
    """The trimmed text of a field; empty when it is missing. Raises Invalid for more than any of our fields takes."""
    return limited(name, str(form.get(name) or "").strip(), _LONGEST)


def ticked(form: Mapping[str, Any], name: str) -> bool:
    """Whether a checkbox is on."""
    return form.get(name) in {"on", True}


def decimal(form: Mapping[str, Any], name: str) -> Decimal:
    """A number, zero or more. Raises Invalid."""
    return read_number(text(form, name), field=name)


def percent(form: Mapping[str, Any], name: str) -> Decimal:
    """A number of percent. Raises Invalid."""
    return read_percent(text(form, name), field=name)


def whole(form: Mapping[str, Any], name: str) -> int:
    """A whole number, zero or more. Raises Invalid."""
    return read_whole(text(form, name), field=name)


def money(form: Mapping[str, Any], name: str, currency: str) -> Money:
    """An amount typed in whole units. Raises Invalid."""
    return read_money(text(form, name), currency, field=name)


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
