"""Amounts as banks write them: padded, grouped, with the sign or the side before or behind."""

import re
from collections.abc import Iterable
from decimal import Decimal

from studio_app.core.money import Money, exponent
from studio_app.domain.statements.lines import BadStatement

_GROUPS = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+")
_AMOUNT = re.compile(r"[+-]?0*\d{1,13}(?:[.,]\d{0,8})?")
_THREE = re.compile(r"^\D*\d{1,3}[.,]\d{3}$")
_DECIMALS = re.compile(r"\d([.,])\d{1,2}$")
_SIDE = re.compile(r"\s*(?:CR|DR|DB|[CDHS]|КТ|ДТ)\.?$", re.IGNORECASE)
_OUT = ("D", "S", "Д")  # debit, Soll, дебет


def amount(text: str, currency: str, *, line: int) -> Money:
    """The amount that `text` writes: comma or point, groups of thousands, a sign before or behind, brackets, CR or DR.

    Raises BadStatement.
    """
    return _read(text, currency, line=line, mark="")


def table_amount(text: str, currency: str, *, line: int, mark: str) -> Money:
    """The amount of a cell that a person or a spreadsheet may have written: 1,500 is not taken for 1.5.

    `mark` is the decimal mark where the other amounts of the column show it. Raises BadStatement.
    """
    bare = text if mark else _one_group(text, currency)
    digits = _signed(bare.strip())[0].replace("," if mark == "." else ".", "") if mark else bare
    if exponent(currency) != 3 and _THREE.search(digits):
        raise BadStatement("thousands", line=line, value=text)
    return _read(bare, currency, line=line, mark=mark)


def _one_group(text: str, currency: str) -> str:
    """Of a currency without cents a mark before three digits can only part thousands."""
    return re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", text) if exponent(currency) == 0 else text


def _read(text: str, currency: str, *, line: int, mark: str) -> Money:
    bare, sign = _signed(_GROUPS.sub("", text.strip().replace("\u2212", "-")))
    if mark:
        bare = bare.replace("," if mark == "." else ".", "")
    elif _DOT_GROUPS.fullmatch(bare.lstrip("+-")):
        bare = bare.replace(".", "")
    elif _COMMA_GROUPS.fullmatch(bare.lstrip("+-")):
        bare = bare.replace(",", "")
    if not _AMOUNT.fullmatch(bare):
        raise BadStatement("amount", line=line, value=text)
    value = Decimal(bare.replace(",", ".")) * sign
    if value != round(value, exponent(currency)):
        raise BadStatement("amount", line=line, value=text)
    return Money.from_major(value, currency)


def decimal_mark(texts: Iterable[str]) -> str:
    """The mark before cents that the amounts of a column agree on; empty where none shows it, or they differ."""
    marks = {found[1] for text in texts if (found := _DECIMALS.search(_signed(text.strip())[0]))}
    return marks.pop() if len(marks) == 1 else ""


def _signed(text: str) -> tuple[str, int]:
    """The digits, and -1 where the sign is written in another way than before them."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), -1
    if text.endswith(("-", "+")) and len(text) > 1:
        return text[:-1].rstrip(), -1 if text[-1] == "-" else 1
    if found := _SIDE.search(text):
        return text[: found.start()], -1 if found[0].strip().upper().startswith(_OUT) else 1
    return text, 1
