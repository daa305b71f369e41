"""What the columns of a bank's table tell as a whole: whose account, which side, which day, which mark before cents."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studio_app.adapters.bank.currencies import currency_in, currency_of_heading
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.tables.headings import NO_COLUMN, plain
from studio_app.domain.statements.accounts import is_iban, is_same, plain_account
from studio_app.domain.statements.lines import BadStatement

Row = tuple[int, Sequence[str]]
_IN = frozenset((
    "c", "cr", "crdt", "credit", "creditdep", "cred", "ct", "kt", "h", "haben", "bij", "+", "кт", "к", "кредит",
    "приход", "поступление", "зачисление", "пополнение", "in", "incoming", "received", "uznanie", "wplyw",
    "credito", "avoir", "entree", "tulo", "kredit",
))  # fmt: skip
_OUT = frozenset((
    "d", "dr", "db", "dbit", "debit", "dt", "s", "soll", "af", "-", "дт", "д", "дебет", "расход", "списание",
    "out", "outgoing", "sent", "obciazenie", "wyplyw", "debito", "meno", "debet", "sortie",
))  # fmt: skip
_UNBOOKED = re.compile(
    r"pending|waiting|processing|in progress|scheduled|initiated|authori[sz]|reserved|hold|declined|failed"
    r"|reject|cancel|revert|returned|vorgemerkt|ausstehend|abgelehnt|storn|oczekuj|odrzucon|en attente"
    r"|en cours|pendiente|in attesa|čeká|zamítnut|bekliyor|обработк|ожида|исполняется|авториз"
    r"|не (?:исполн|провед)|холд|зарезерв|отказ|отклон|отмен|ошибк|черновик|создан|на подпис",
    re.IGNORECASE,
)
"""What a bank says of money that has not moved, or will not."""
_THEIRS = re.compile(
    r"плательщик|контрагент|корр|отправител|payer|counter|partner|gegen|tegen|zahlung|beguenstigt|kontrahent|nadawc"
    r"|ordenante|sender|debtor|contrepartie|vastap|protistran|their"
)
_ACCOUNT = re.compile(r"(?<!\w)(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}|\d{20})(?!\w)")
_CURRENCY = re.compile(
    r"(?:валюта|currency|w[äa]hrung|waluta|devise|moneda|munt|valuta)[^:=]{0,20}[:=]\s*(\S+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Preamble:
    """What stands above the headings: the account and the currency that a whole file is about; empty for none."""

    account: str = ""
    currency: str = ""


def whose(mapping: CsvMapping, headings: Sequence[str], rows: Sequence[Row], ours: Collection[str]) -> CsvMapping:
    """The mapping with the column of our account where its values show that: a column of our numbers is ours.

    A column that was taken for ours by its heading and holds many other numbers is the payers'.
    """
    if not ours or _all_ours(mapping.own_account, rows, ours):
        return mapping
    width = max((len(cells) for _, cells in rows), default=0)
    for at in range(width):
        theirs = at < len(headings) and _THEIRS.search(plain(headings[at]))
        if not theirs and _all_ours(at, rows, ours):
            changed = {"own_account": at, "payer_account": mapping.payer_account}
            if mapping.payer_account == at:
                changed["payer_account"] = mapping.own_account
            return mapping.changed(**changed)
    others = {plain_account(text) for text in values(rows, mapping.own_account)}
    if len(others) > 1 and mapping.payer_account == NO_COLUMN and not any(_is_ours(one, ours) for one in others):
        return mapping.changed(own_account=NO_COLUMN, payer_account=mapping.own_account)
    return mapping


def side(mapping: CsvMapping, rows: Sequence[Row]) -> CsvMapping:
    """The mapping with the column that says in or out in words, where the amounts have one column and no sign."""
    if mapping.amount == NO_COLUMN or mapping.direction != NO_COLUMN:
        return mapping
    if has_signs(values(rows, mapping.amount)):
        return mapping
    width = max((len(cells) for _, cells in rows), default=0)
    taken = {at for at in mapping.places() if at != NO_COLUMN}
    for at in range(width):
        found = values(rows, at)
        if at not in taken and found and all(direction(text) for text in found):
            return mapping.changed(direction=at)
    return mapping


def direction(text: str) -> int:
    """1 for money that came in, -1 for money that went out, 0 where a cell says neither."""
    word = re.sub(r"[\s./]", "", plain(text)) if text.strip() not in {"+", "-"} else text.strip()
    return 1 if word in _IN else -1 if word in _OUT else 0


def is_booked(text: str) -> bool:
    """Whether the money has moved, by what the bank says of the row; where it says nothing, it has."""
    return not _UNBOOKED.search(text)


def has_signs(texts: Sequence[str]) -> bool:
    """Whether amounts say by a sign which way the money went."""
    return any("-" in text or "\u2212" in text or text.startswith("(") for text in texts)


def above(texts: Sequence[str], ours: Collection[str]) -> Preamble:
    """The account and the currency that the lines above the headings name; of several accounts, ours alone."""
    found = [found for text in texts for found in _ACCOUNT.findall(text.upper())]
    numbers = [one for one in dict.fromkeys(map(plain_account, found)) if one.isdecimal() or is_iban(one)]
    own = [one for one in numbers if _is_ours(one, ours)]
    account = own[0] if len(own) == 1 else numbers[0] if len(numbers) == 1 else ""
    for text in texts:
        if currency_match := _CURRENCY.search(text):
            try:
                return Preamble(account, currency_in(currency_match[1].strip(",;."), line=0))
            except BadStatement:
                continue
    return Preamble(account)


def heading_currency(mapping: CsvMapping, headings: Sequence[str]) -> str:
    """The currency that stands in the heading of the amounts; empty for none."""
    places = (mapping.amount, mapping.credit, mapping.debit)
    currencies = (currency_of_heading(headings[at]) for at in places if 0 <= at < len(headings))
    return next((code for code in currencies if code), "")


def values(rows: Sequence[Row], at: int) -> list[str]:
    """What stands in a column, without its empty cells."""
    return [cells[at].strip() for _, cells in rows if 0 <= at < len(cells) and cells[at].strip()]


def _all_ours(at: int, rows: Sequence[Row], ours: Collection[str]) -> bool:
    accounts = {*values(rows, at)}
    return bool(accounts) and all(_is_ours(text, ours) for text in accounts)


def _is_ours(text: str, ours: Collection[str]) -> bool:
    return any(is_same(text, one) for one in ours if one)
