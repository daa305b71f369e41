"""The order in which people look words up, as a key that any database and browser compares by its characters."""

import unicodedata

_SHORT_I = "\u0306"  # the mark over й: a letter of its own, unlike é or ё
_BREAKS = " \t\n\u00a0-\u2013\u2014/,.:"  # between words; other signs are not looked at
_LONGEST = 120


def alphabetical(text: str) -> str:
    """The key by which `text` stands in a list: case, accents, quotes and other signs do not count.

    Letters of the Russian and the Latin alphabet follow each other as in the alphabet, ё as е, figures before both.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(_plain(char) if char.isalnum() else " " if char in _BREAKS else "" for char in folded)
    return " ".join(plain.split())[:_LONGEST]


def _plain(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char)
    if parts == f"и{_SHORT_I}":
        return char
    return "".join(part for part in parts if not unicodedata.combining(part))
