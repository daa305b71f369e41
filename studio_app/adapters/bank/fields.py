"""What the fields of all bank files have in common: lines, encodings, tax numbers, what cannot be read."""

import re
from collections.abc import Callable, Mapping

from studio_app.adapters.tables.encodings import ENCODINGS, Decoded
from studio_app.adapters.tables.encodings import decode as decode_text
from studio_app.adapters.tables.problems import BadTable
from studio_app.domain.statements.accounts import held_in, plain_account
from studio_app.domain.statements.lines import About, Answers, BadStatement, LeftOut, Question, StatementLine

SAID = 160
"""Characters of a place that was left out which a person is shown."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_MARK = r"\b(?:ИНН|INN)(?:\s*[/\\,]\s*(?:КПП|KPP))?"
_INN = re.compile(_MARK + r"\D{0,3}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
# a mark is one only where its number follows: an inn may be a part of a name
_NUMBERS = re.compile(
    _MARK + r"[\s:№.]*(?:\d{12}|\d{10}|0)(?!\d)(?:\s*[/\\]\s*\d{9}(?!\d))?"
    r"|\b(?:КПП|KPP)[\s:№.]*(?:\d{9}|0)(?!\d)",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(r"\d{9}|ИНН|INN|КПП|KPP", re.IGNORECASE)
_BARE = re.compile(r"^\W*(\d{12}|\d{10})(?:\s*[/\\,;|]\s*\d{9})?(?=[\s,;/\\|)]|$)|(?<=[\s,;/\\|(])(\d{12}|\d{10})\W*$")
_CURRENCIES = {"KZ": "KZT", "BY": "BYN", "GE": "GEL", "AZ": "AZN", "MD": "MDL", "UA": "UAH"}  # by the IBAN's country
_ACCOUNT = re.compile(rb":25P?:/?(?:[A-Z]{6}[A-Z0-9]{2,5}/)?(?:([A-Z]{2})\d\d[A-Z0-9]{11}|\d{8}/\d{6,10}\s)")
_BALANCE = re.compile(rb":(?:60[FM]:[CD]\d{6}|34F:)([A-Z]{3})")
_CENTRAL = ("cp1250", "iso8859-2", "cp852")
_WESTERN = ("cp1252", "cp850")
_CYRILLIC = ("cp1251", "cp866", "koi8-r")
_WRITTEN = {
    **dict.fromkeys(("PLN", "CZK", "HUF", "RON", "BAM", "RSD"), _CENTRAL),
    **dict.fromkeys(("CHF", "DKK", "SEK", "NOK", "ISK", "GBP", "USD"), _WESTERN),
    **dict.fromkeys(("RUB", "RUR", "BYN", "UAH", "KZT", "BGN", "MKD"), _CYRILLIC),
    "TRY": ("cp1254", "cp857"),
}
"""The code pages of the countries of a currency."""

_COUNTRIES = {
    **dict.fromkeys(
        ("DE", "AT", "CH", "NL", "BE", "FR", "LU", "ES", "PT", "IT", "IE", "FI", "SE", "DK", "NO"), _WESTERN
    ),
    **dict.fromkeys(("PL", "CZ", "SK", "HU", "SI", "HR", "RO"), _CENTRAL),
    **dict.fromkeys(("LT", "LV", "EE"), ("cp1257",)),
    **dict.fromkeys(("GR", "CY"), ("cp1253",)),
    **dict.fromkeys(("BY", "UA", "KZ", "BG", "RS", "MK"), _CYRILLIC),
}
"""The code pages of the country of an IBAN, which says more than a currency of many countries."""

_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def split_lines(text: str) -> list[str]:
    """The lines of a text, by line ends only: other separators of Unicode may stand in a purpose."""
    return _LINE_END.split(text)


def decode(raw: bytes, answers: Answers) -> Decoded:
    """The text of a file of SWIFT that does not tell its encoding; its account and its currency say whence it comes.

    Raises BadStatement.
    """
    account, balance = _ACCOUNT.search(raw), _BALANCE.search(raw)
    country = (account[1].decode() if account[1] else "DE") if account else ""
    likely = _COUNTRIES.get(country) or _WRITTEN.get(balance[1].decode() if balance else "", ())
    try:
        return decode_text(raw, chosen=answers.encoding, likely=likely)
    except BadTable as error:
        raise BadStatement(error.reason) from None


def ask_encoding(text: str, *, encoding: str) -> Question:
    """Whether the letters of a file are the right ones, with the first of its lines that shows any."""
    shown = next(((at, line) for at, line in enumerate(split_lines(text), start=1) if _NON_ASCII.search(line)), (0, ""))
    return Question(About.ENCODING, encoding, ENCODINGS, line=shown[0], said=one_line(shown[1])[:SAID])


def taken(
    answers: Answers, left_out: list[LeftOut], make: Callable[[], StatementLine], *, line: int, said: str
) -> StatementLine | None:
    """The movement, or, where a person wants what can be read, None and a note on the place that cannot.

    Raises BadStatement otherwise.
    """
    try:
        return make()
    except BadStatement as error:
        pass_over(answers, left_out, error, said=said, line=line)
        return None


def pass_over(answers: Answers, left_out: list[LeftOut], error: BadStatement, *, said: str = "", line: int = 0) -> None:
    """Note what cannot be read, where a person wants the rest. Raises the error otherwise."""
    if not answers.anyway:
        raise error
    left_out.append(LeftOut(error.line or line, error.reason, one_line(said)[:SAID]))


def inn_in(text: str) -> str:
    """The tax number that a text names, or nothing."""
    found = _INN.search(text)
    return found[1] if found else ""


def name_and_inn(text: str) -> tuple[str, str]:
    """A name without the numbers that banks write beside it, and the tax number among them (ten or twelve digits)."""
    if not _ANY_NUMBER.search(text):
        return one_line(text), ""
    inn = inn_in(text)
    bare = _NUMBERS.sub(" ", text)
    if not inn and (found := _BARE.search(bare)):
        inn = found[1] or found[2]
        bare = f"{bare[: found.start()]} {bare[found.end() :]}"
    if bare == text:
        return one_line(text), inn
    return one_line(bare).lstrip(" ,;/\\|)").rstrip(" ,;/\\|("), inn


def account_currency(account: str, answers: Answers, own_currencies: Mapping[str, str]) -> str:
    """The currency of an account: by its digits, as a person says, by our requisites, by its country; else roubles."""
    code = held_in(account) or answers.currency or own_currencies.get(plain_account(account), "")
    return code or _CURRENCIES.get(account[:2].upper(), "RUB")


def one_line(text: str) -> str:
    """The text without line ends and needless blanks."""
    return " ".join(text.split())
