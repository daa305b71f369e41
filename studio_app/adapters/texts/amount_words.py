"""Amounts in words, as invoices and contracts write them."""

from decimal import Decimal

from num2words import num2words

from studio_app.adapters.texts.catalogue import pick
from studio_app.core.money import Money, exponent


def amount_in_words(value: Money, locale: str) -> str:
    """`Одна тысяча один рубль 05 копеек`, `One thousand and one euro, 05 cents`."""
    language = pick(locale)
    # an int would mean hundredths, and anything finer than hundredths would be rounded silently
    exact = value.major.quantize(Decimal("0.01"))
    try:
        text = num2words(exact, to="currency", lang=language, currency=value.currency, cents=False)
    except NotImplementedError:
        text = _plain(value, language)
    if exact != value.major:
        text = _plain(value, language)
    if language == "ru":
        text = text.replace(", ", " ")
    return text[:1].upper() + text[1:]


def _plain(value: Money, language: str) -> str:
    digits = exponent(value.currency)
    whole, part = divmod(value.amount, 10**digits)
    fraction = f" {part:0{digits}d}/{10**digits}" if digits else ""
    return f"{num2words(whole, lang=language)}{fraction} {value.currency}"
