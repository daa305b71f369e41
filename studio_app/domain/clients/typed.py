"""Text as people paste it into a field, without what nobody sees: marks of direction, zero widths, odd spaces."""

import unicodedata


def plain(text: str) -> str:
    """One line with plain spaces and the digits 0 to 9, of whatever script; formatting characters are gone."""
    shown = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in ("Cf", "Cs"))
    return " ".join("".join(map(_char, shown)).split())


def _char(char: str) -> str:
    if unicodedata.category(char) == "Cc":
        return " "
    digit = unicodedata.decimal(char, -1)
    return char if digit < 0 else str(digit)
