"""What the fields of all bank files have in common: lines, encodings, amounts, dates, tax numbers."""

import re
from datetime import date
from decimal import Decimal

from studio_app.adapters.tables.delimited import BadTable
from studio_app.adapters.tables.delimited import decode as decode_table
from studio_app.core.money import Money, exponent
from studio_app.domain.statements.accounts import held_in
from studio_app.domain.statements.lines import BadStatement

_LINE_END = re.compile(r"\r\n|\n|\r")
_GROUPS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_AMOUNT = re.compile(r"[+-]?\d{1,13}(?:[.,]\d{0,3})?")
_DATES = (
    (re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{2})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)"), (1, 2, 3)),
)
_INN = re.compile(r"\b(?:ИНН|INN)\D{0,3}(\d{12}|\d{10})\b", re.IGNORECASE)


def split_lines(text: str) -> list[str]:
    """The lines of a text, by line ends only: other separators of Unicode may stand in a purpose."""
    return _LINE_END.split(text)


def decode(raw: bytes) -> str:
    """The text of a file whose encoding nobody tells. Raises BadStatement."""
    try:
        return decode_table(raw)
    except BadTable as error:
        raise BadStatement(error.reason) from None


def amount(text: str, currency: str, *, line: int) -> Money:
    """The amount that `text` writes: comma or point, groups of thousands, a sign. Raises BadStatement."""
    bare = _GROUPS.sub("", text.strip().replace("\u2212", "-"))
    if _DOT_GROUPS.fullmatch(bare.lstrip("+-")):
        bare = bare.replace(".", "")
    elif _COMMA_GROUPS.fullmatch(bare.lstrip("+-")):
        bare = bare.replace(",", "")
    if not _AMOUNT.fullmatch(bare):
        raise BadStatement("amount", line=line, value=text)
    value = Decimal(bare.replace(",", "."))
    if value != round(value, exponent(currency)):
        raise BadStatement("amount", line=line, value=text)
    return Money.from_major(value, currency)


def day(text: str, *, line: int) -> date:
    """The date that `text` begins with, in any order of day, month and year that banks use."""
    for pattern, (year, month, number) in _DATES:
        found = pattern.match(text.strip())
        if found:
            full = found[year] if len(found[year]) == 4 else f"20{found[year]}"
            try:
                return date(int(full), int(found[month]), int(found[number]))
            except ValueError:
                break
    raise BadStatement("date", line=line, value=text)


def inn_in(text: str) -> str:
    """The tax number that a text names, or nothing."""
    found = _INN.search(text)
    return found[1] if found else ""


def account_currency(account: str) -> str:
    """The currency of a Russian account, roubles for any other."""
    return held_in(account) or "RUB"


def one_line(text: str) -> str:
    """The text without line ends and needless blanks."""
    return " ".join(text.split())
