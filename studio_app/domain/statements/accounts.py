"""What the number of an account says by itself, and when two numbers mean one account."""

import re

NUMERIC_CODES = {
    "810": "RUB",
    "643": "RUB",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "398": "KZT",
    "933": "BYN",
    "756": "CHF",
    "826": "GBP",
    "949": "TRY",
    "784": "AED",
    "051": "AMD",
    "981": "GEL",
}
"""Currencies as Russian accounts number them: ISO 4217, and 810, which stayed when the rouble got 643."""

_RUSSIAN = 20  # digits
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_GERMAN = re.compile(r"(\d{8})\W(\d{2,10})")
_SHORTEST = 7  # digits by which an account without its bank is told
_BANK = 12  # digits of the longest code of a bank


def plain_account(account: str) -> str:
    """An account or IBAN as it is compared: letters and digits alone."""
    return re.sub(r"[^0-9A-Z]", "", account.upper())


def held_in(account: str) -> str:
    """The one currency that a Russian account is held in (its digits 6 to 8); empty where the number says none."""
    digits = account.replace(" ", "")
    return NUMERIC_CODES.get(digits[5:8], "") if len(digits) == _RUSSIAN and digits.isdecimal() else ""


def is_iban(account: str) -> bool:
    """Whether it is an IBAN with the right check digits (ISO 13616)."""
    bare = plain_account(account)
    return bool(_IBAN.fullmatch(bare)) and _remainder(bare) == 1


def german_iban(account: str) -> str:
    """The IBAN of a German account written as bank code and number (`37040044/0532013000`); empty for another."""
    found = _GERMAN.fullmatch(account.strip())
    if not found:
        return ""
    bban = f"{found[1]}{found[2]:0>10}"
    return f"DE{98 - _remainder(f'DE00{bban}'):02d}{bban}"


def is_same(one: str, other: str) -> bool:
    """Whether two numbers mean one account: alike, or one the IBAN and the other what its country wrote before."""
    if not one or not other:
        return False
    if plain_account(one) == plain_account(other):
        return True
    return _is_within(one, other) or _is_within(other, one)


def _is_within(account: str, iban: str) -> bool:
    """Whether an IBAN holds a number of its country, with its bank before it or without."""
    full, bare = plain_account(iban), plain_account(account)
    if not is_iban(full) or is_iban(bare):
        return False
    inner = full[4:]
    bank, _, number = account.strip().strip("/").upper().rpartition("/")
    number = plain_account(number).lstrip("0")
    if not number.isdecimal() or len(number) < _SHORTEST or not inner.endswith(number):
        return bare in {inner, full[2:]}  # Polish ones are written without their country
    before, code = inner[: -len(number)], plain_account(bank)
    told_bank = not code or before.startswith(code.lstrip("0")) or inner.startswith((code, code[:4]))
    return told_bank and len(before.rstrip("0")) <= _BANK


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97
