"""The currency that a cell of a bank's table names, in any of the ways in which banks write it."""

import re
from functools import cache

from babel.numbers import is_currency

from studio_app.domain.statements.accounts import NUMERIC_CODES
from studio_app.domain.statements.lines import BadStatement

_WORDS = {
    "RUR": "RUB",
    "₽": "RUB",
    "Р": "RUB",
    "Р.": "RUB",
    "РУБ": "RUB",
    "РУБ.": "RUB",
    "РУБЛЬ": "RUB",
    "РУБЛИ": "RUB",
    "РУБЛЕЙ": "RUB",
    "РОССИЙСКИЙ РУБЛЬ": "RUB",
    "РОССИЙСКИЕ РУБЛИ": "RUB",
    "РУБЛЬ РФ": "RUB",
    "€": "EUR",
    "ЕВРО": "EUR",
    "EURO": "EUR",
    "$": "USD",
    "ДОЛЛАР США": "USD",
    "ДОЛЛАРЫ США": "USD",
    "US DOLLAR": "USD",
    "£": "GBP",
}
_NOTHING = frozenset({"", "-", "–", "—"})
_CODE = re.compile(r"\b(?:[A-Z]{3}|\d{3})\b")
FREQUENT = (
    "AED", "AMD", "AZN", "BAM", "BGN", "BRL", "BYN", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "GEL",
    "HKD", "HUF", "ILS", "INR", "ISK", "JPY", "KGS", "KZT", "MDL", "MKD", "NOK", "PLN", "RON", "RSD", "RUB",
    "RUR", "SEK", "SGD", "THB", "TJS", "TRY", "UAH", "USD", "UZS", "ZAR", "KWD", "BHD", "KRW", "MXN", "AUD",
    "NZD",
)  # fmt: skip
_SIGNS = {
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FT": "HUF",
    "₺": "TRY",
    "₴": "UAH",
    "₸": "KZT",
    "¥": "JPY",
    "ЛВ": "BGN",
    "₾": "GEL",
}
_ANY = "|".join(
    [*FREQUENT, "₽", r"РУБ\.?", r"Р\.", *(re.escape(sign) for sign in _SIGNS), "[$€£]"],
)
_BEHIND = re.compile(rf"(?<![^\W\d_])(?:{_ANY})\s*$", re.IGNORECASE)
_BEFORE = re.compile(rf"^([+-]?)\s*({_ANY})(?![^\W\d_])\s*(?=[+-]?\s*\d)", re.IGNORECASE)
_IN_HEADING = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(FREQUENT)}|РУБ(?:\.|ЛЕЙ|ЛЯХ|ЛИ)?|[₽€£$])(?![^\W\d_])")


def currency_in(text: str, *, line: int) -> str:
    """The currency of a cell (“RUB”, “643”, “руб.”, “Евро (EUR)”); empty for an empty one. Raises BadStatement."""
    name = " ".join(text.upper().split())
    if name in _NOTHING:
        return ""
    if name in _WORDS:
        return _WORDS[name]
    found: list[str] = _CODE.findall(name)
    codes = {_WORDS.get(code, NUMERIC_CODES.get(code, code)) for code in found}
    known = {code for code in codes if _is_known(code)}
    if len(known) != 1:
        raise BadStatement("currency", line=line, value=text)
    return known.pop()


@cache
def _is_known(code: str) -> bool:
    return is_currency(code)


def apart(text: str) -> tuple[str, str]:
    """An amount without the currency that banks write before or behind it, and that currency; empty for none."""
    if text[-1:].isdigit() and text.lstrip("+-")[:1].isdigit():
        return text, ""
    if text.startswith("(") and text.endswith(")"):  # a negative amount
        bare, currency = apart(text[1:-1])
        return f"({bare})", currency
    if found := _BEHIND.search(text):
        return text[: found.start()].rstrip(), _code(found[0])
    if found := _BEFORE.match(text):
        return found[1] + text[found.end() :], _code(found[2])
    return text, ""


def currency_of_heading(heading: str) -> str:
    """The currency that a heading names beside its words (“Сумма, руб.”, “Amount (EUR)”); empty for none or several."""
    found = {_code(mark) for mark in _IN_HEADING.findall(heading.upper())}
    return found.pop() if len(found) == 1 else ""


def _code(mark: str) -> str:
    sign = mark.strip().upper()
    if sign.startswith("РУБ"):
        return "RUB"
    return _WORDS.get(sign, _SIGNS.get(sign, sign))
