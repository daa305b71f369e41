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
_MARK = re.compile(r"(?:₽|РУБ\.?|Р\.|RUB|RUR|EUR|USD|[$€])\s*$", re.IGNORECASE)


def currency_in(text: str, *, line: int) -> str:
    """The currency of a cell (“RUB”, “643”, “руб.”, “Евро (EUR)”); empty for an empty one. Raises BadStatement."""
    told = " ".join(text.upper().split())
    if told in _NOTHING:
        return ""
    if told in _WORDS:
        return _WORDS[told]
    found: list[str] = _CODE.findall(told)
    codes = {_WORDS.get(code, NUMERIC_CODES.get(code, code)) for code in found}
    known = {code for code in codes if _is_known(code)}
    if len(known) != 1:
        raise BadStatement("currency", line=line, value=text)
    return known.pop()


@cache
def _is_known(code: str) -> bool:
    return is_currency(code)


def apart(text: str) -> tuple[str, str]:
    """An amount without the currency that some banks write behind it, and that currency; empty where there is none."""
    found = _MARK.search(text)
    return (
        (text[: found.start()].rstrip(), _WORDS.get(found[0].strip().upper(), found[0].strip().upper()))
        if found
        else (text, "")
    )
