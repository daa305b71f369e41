"""Texts that a spreadsheet would run as formulas: made harmless when written, and restored when read."""

from unicodedata import category, normalize

_FORMULA = frozenset("=+-@")
_ENDS = ("\t", "\r", "\n")


def safe(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it would run. `plain` takes it back."""
    return f"'{text}" if _runs(text.lstrip("'")) else text


def plain(text: str) -> str:
    """What `safe` was given."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    """Whether a formula may begin here: blanks and signs that nobody sees are trimmed by some spreadsheets.

    A wide `＝` is taken for the narrow one by spreadsheets of the East.
    """
    first = next((sign for sign in text if category(sign)[0] not in "CZ"), "")
    return text.startswith(_ENDS) or normalize("NFKC", first)[:1] in _FORMULA
