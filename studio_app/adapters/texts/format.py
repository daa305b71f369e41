"""Numbers, money and dates as people write them; the only place where money becomes text."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from studio_app.adapters.texts.catalogue import pick
from studio_app.core.money import Money, exponent


def money(value: Money, locale: str) -> str:
    """`12 345,50 ₽`; whole amounts lose their zeros, the space before the sign does not break."""
    digits = 0 if value.amount % 10 ** exponent(value.currency) == 0 else exponent(value.currency)
    pattern = f"#,##0{'.' + '0' * digits if digits else ''}"
    if pick(locale) == "en":
        symbol = get_currency_symbol(value.currency, locale="en")
        if value.currency != "RUB":
            return format_currency(value.major, value.currency, f"¤{pattern}", locale="en", currency_digits=False)
        return f"{format_decimal(value.major, pattern, locale='en')}\u00a0{'₽' if symbol == 'RUB' else symbol}"
    number = format_decimal(value.major, pattern, locale="ru")
    return f"{number}\u00a0{get_currency_symbol(value.currency, locale='ru')}"


def sign(currency: str) -> str:
    """`₽` for RUB: what stands beside a field for an amount, the same in both languages."""
    return get_currency_symbol(currency, locale="ru")


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
