"""Numbers, money and dates as people write them; the only place where money becomes text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import (
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    get_minus_sign_symbol,
)

from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.core.money import Money, exponent

_RUSSIAN = 7  # country code of Russia and Kazakhstan
_STORED = re.compile(r"\+[0-9]{4,15}(?:;ext=[0-9]{1,10})?")


def money(value: Money, locale: str) -> str:
    """`12 345,50 ₽`; whole amounts lose their zeros, the space before the sign does not break."""
    return _written(value, locale, all_decimals=False)


def whole_money(value: Money, locale: str) -> str:
    """`12 345,00 ₽`: with all decimals, so that whoever types it like that is understood in one way only."""
    return _written(value, locale, all_decimals=True)


def _written(value: Money, locale: str, *, all_decimals: bool) -> str:
    text = _marks(value.currency, pick(locale))
    whole, rest = divmod(abs(value.amount), 10**text.digits)
    number = f"{whole:,}".replace(",", text.group)
    if rest or (all_decimals and text.digits):
        number += f"{text.point}{rest:0{text.digits}}"
    minus = text.minus if value.amount < 0 else ""
    return f"{minus}{text.before}{number}{text.after}"


@dataclass(frozen=True, slots=True)
class _Marks:
    """What stands around and between the digits of an amount."""

    digits: int
    group: str
    point: str
    minus: str
    before: str
    after: str


@cache
def _marks(currency: str, locale: str) -> _Marks:
    # Looked up once: a board shows hundreds of amounts, and Babel parses the pattern for each of them
    symbol = "₽" if currency == "RUB" else get_currency_symbol(currency, locale=locale)
    leads = locale == "en" and currency != "RUB"
    return _Marks(
        digits=exponent(currency),
        group=get_group_symbol(locale),
        point=get_decimal_symbol(locale),
        minus=get_minus_sign_symbol(locale),
        before=symbol if leads else "",
        after="" if leads else f"\u00a0{symbol}",
    )


def sign(currency: str) -> str:
    """`₽` for RUB: what stands beside a field for an amount, the same in both languages."""
    return get_currency_symbol(currency, locale="ru")


def typed_amount(value: Money, locale: str) -> str:
    """An amount as a person would type it: `1250,50`; empty where there is none."""
    plain = format(value.major, "f").replace(".", get_decimal_symbol(pick(locale)))
    return plain if value.amount > 0 else ""


def number(value: Decimal | int, locale: str) -> str:
    """A decimal without needless zeros."""
    return format_decimal(value, "#,##0.######", locale=pick(locale))


def percent(value: Decimal | int, locale: str) -> str:
    """`12,5 %` from 12.5."""
    space = "\u00a0" if pick(locale) == "ru" else ""
    return f"{number(value, locale)}{space}%"


def day(value: date, locale: str) -> str:
    """`23 ноября 2026 г.`, `23 November 2026`."""
    return format_date(value, "long" if pick(locale) == "ru" else "d MMMM y", locale=pick(locale))


def short_day(value: date, locale: str) -> str:
    """`23.11.2026`, `23 Nov 2026`."""
    return format_date(value, "dd.MM.y" if pick(locale) == "ru" else "d MMM y", locale=pick(locale))


def moment(value: datetime, locale: str, timezone: str) -> str:
    """`23.11.2026, 12:05` on the clock of `timezone`."""
    local = value.astimezone(ZoneInfo(timezone))
    return format_datetime(local, "dd.MM.y, HH:mm" if pick(locale) == "ru" else "d MMM y, HH:mm", locale=pick(locale))


def zoned_moment(value: datetime, locale: str, timezone: str) -> str:
    """`23.11.2026, 12:05, московское время` or `…, UTC+5`: for those who may live by another clock."""
    return f"{moment(value, locale, timezone)}, {_clock_name(value, locale, timezone)}"


def _clock_name(value: datetime, locale: str, timezone: str) -> str:
    if timezone == "Europe/Moscow":
        return translate(pick(locale), "document.moscow_time")
    minutes = int((value.astimezone(ZoneInfo(timezone)).utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{get_minus_sign_symbol(pick(locale)) if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def free_or_money(value: Money, locale: str) -> str:
    """The price of a line; a free one says so in words."""
    return money(value, locale) if value.amount else translate(pick(locale), "document.free")


def phone(number: str) -> str:
    """`+7 916 123-45-67 доб. 12` from what is stored, in one line; anything else, such as an address, as it is."""
    if not _STORED.fullmatch(number):
        return number
    import phonenumbers  # noqa: PLC0415  a start has no use for it

    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    text = phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if known.country_code == _RUSSIAN:
        text = text.replace(" ext. ", " доб. ")
    return text.replace(" ", "\u00a0")


def country_name(code: str, locale: str) -> str:
    """A country (ISO 3166) in words; one that nobody has named stands as its code."""
    return Locale.parse(pick(locale)).territories.get(code, code)


def countries(locale: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Countries as code and name, by name."""
    named = [(code, country_name(code, locale)) for code in codes]
    return sorted(named, key=lambda one: one[1].replace("Ё", "Е").replace("Å", "A"))
