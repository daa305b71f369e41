"""Numbers and amounts as people type them: the one reader of all screens, forms and imports.

A comma or a point before the decimals, groups of three by space, point, comma or apostrophe. What can be read in
two ways is asked about and never guessed: `11.000` is eleven in one country and eleven thousand in another.
Bank files have grammars of their own and are not read here.
"""

import re
from decimal import Decimal

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, exponent

_MOST_DIGITS = 12  # before the decimals
_MOST_DECIMALS = 6
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = re.compile(r"[-\u2212]")
_GROUP_MARKS = "'\u2019"  # an apostrophe never stands before decimals
_DIGITS = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?P<mark>[ .,'])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_THOUSANDTHS = re.compile(r"[1-9][0-9]*[.,][0-9]{3}")

_SIGNS = {
    "₽": ("RUB",), "руб": ("RUB",), "р": ("RUB",), "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "€": ("EUR",), "£": ("GBP",), "₸": ("KZT",), "₴": ("UAH",), "₺": ("TRY",), "₾": ("GEL",), "֏": ("AMD",),
    "¥": ("JPY", "CNY"), "zł": ("PLN",), "kč": ("CZK",),
}  # fmt: skip
"""What people write beside an amount, and the currencies that it may stand for; ISO codes stand for themselves."""

_SIGN = re.compile(r"(?:[^\W\d_]{1,3}|[₽$€£₸₴₺₾֏¥])\.?")


class Unclear(Invalid):
    """What was typed can be read in two ways, `first` and `second`: the person is asked which.

    Amounts, of whole units, come with the currency that they were `read_in`.
    """

    def __init__(
        self, *, field: str, first: str, second: str, reason: str = "number_unclear", read_in: str = ""
    ) -> None:
        amounts = {"read_in": read_in} if read_in else {}
        super().__init__(field=field, reason=reason, first=first, second=second, **amounts)


def read_number(text: str, *, field: str, empty: Decimal | None = None, unit: str = "") -> Decimal:
    """The number that `text` writes, zero or more; `empty` for no text, and `unit` may stand behind it.

    Raises Unclear for what can be read in two ways, otherwise Invalid: required, negative, number.
    """
    bare = _SPACES.sub(" ", text).strip().removesuffix(unit).strip()
    if not bare:
        if empty is None:
            raise Invalid(field=field, reason="required")
        return empty
    if _MINUS.match(bare) and bare[1:].lstrip()[:1].isdecimal():
        raise Invalid(field=field, reason="negative")
    if _TWO_WAYS.fullmatch(bare):
        first = _plain(Decimal(bare.replace(",", ".")))
        # with a fourth decimal it is no group of three
        raise Unclear(field=field, first=f"{first}0" if _TWO_WAYS.fullmatch(first) else first, second=_joined(bare))
    return _exactly(bare, field)


def read_whole(text: str, *, field: str) -> int:
    """A whole number, zero or more. Raises Unclear, Invalid."""
    value = read_number(text, field=field)
    if value != value.to_integral_value():
        raise Invalid(field=field, reason="whole_number")
    return int(value)


def read_percent(text: str, *, field: str, empty: Decimal | None = None) -> Decimal:
    """A number of percent, with its sign or without. Raises Unclear, Invalid."""
    return read_number(text, field=field, empty=empty, unit="%")


def read_money(text: str, currency: str, *, field: str, empty: Decimal | None = None) -> Money:
    """The amount in whole units that `text` writes; the sign or code of `currency` may stand beside it.

    Raises Unclear, Invalid: required, negative, number, minor_units (finer than the currency has), other_currency.
    """
    bare = _without_sign(_SPACES.sub(" ", text).strip(), currency, field)
    digits = exponent(currency)
    if not _THOUSANDTHS.fullmatch(bare):
        value = read_number(bare, field=field, empty=empty)
    elif digits == 3:  # such a currency is written with all three: there the mark stands before decimals
        value = _exactly(bare, field)
    else:
        first = _plain(Money.from_major(Decimal(bare.replace(",", ".")), currency).major)
        raise Unclear(field=field, first=first, second=_joined(bare), read_in=currency)
    if value != round(value, digits):
        raise Invalid(field=field, reason="minor_units")
    return Money.from_major(value, currency)


def currency_beside(text: str) -> str:
    """The currency whose sign or code stands beside an amount, where it can be one only; otherwise empty."""
    bare = _SPACES.sub(" ", text).strip()
    for found in (_SIGN.match(bare), re.search(rf"{_SIGN.pattern}$", bare)):
        means = _meaning(found.group()) if found else ()
        if len(means) == 1:
            return means[0]
    return ""


def _exactly(bare: str, field: str) -> Decimal:
    """Without the question which of two it is."""
    for mark in _GROUP_MARKS:
        bare = bare.replace(mark, "'")
    last = max(bare.rfind("."), bare.rfind(","))
    whole, decimals = (bare[:last], bare[last + 1 :]) if last >= 0 else (bare, "")
    if last >= 0 and bare.count(bare[last]) > 1:  # a mark that comes again stands between groups
        whole, decimals = bare, ""
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[ .,']", "", whole)
    fits = _DIGITS.fullmatch(whole or "0") and _DIGITS.fullmatch(decimals or "0") and (whole or decimals)
    if not fits or len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        raise Invalid(field=field, reason="number")
    return Decimal(f"{whole or '0'}.{decimals or '0'}").normalize() + 0


def _without_sign(bare: str, currency: str, field: str) -> str:
    """`bare` without the sign or code of `currency` on either side. Raises Invalid for that of another one."""
    for at_start in (True, False):
        found = _SIGN.match(bare) if at_start else re.search(rf"{_SIGN.pattern}$", bare)
        if not found:
            continue
        means = _meaning(found.group())
        if not means:
            raise Invalid(field=field, reason="number")
        if currency not in means:
            raise Invalid(field=field, reason="other_currency", currency=currency)
        return (bare[found.end() :] if at_start else bare[: found.start()]).strip()
    return bare


def _meaning(sign: str) -> tuple[str, ...]:
    bare = sign.rstrip(".")
    return _SIGNS.get(bare.lower(), (bare.upper(),) if len(bare) == 3 and bare.isascii() else ())


def _joined(bare: str) -> str:
    return re.sub("[.,]", "", bare)


def _plain(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")
