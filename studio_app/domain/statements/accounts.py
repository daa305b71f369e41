"""What the number of an account says by itself."""

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


def held_in(account: str) -> str:
    """The one currency that a Russian account is held in (its digits 6 to 8); empty where the number says none."""
    digits = account.replace(" ", "")
    return NUMERIC_CODES.get(digits[5:8], "") if len(digits) == _RUSSIAN and digits.isdecimal() else ""
