"""Text that somebody else wrote, as one harmless line of a log."""

LIMIT = 500
_ESCAPED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


def printable(text: object, *, limit: int = LIMIT) -> str:
    """The text on one line of `limit` characters at most, with everything escaped that is not shown as itself.

    So no line end begins a line of its own, no escape code colours a terminal, and no mark of direction
    (U+202E, say) turns the rest of the line around.
    """
    whole = text if isinstance(text, str) else str(text)
    shown = "".join(_shown(letter) for letter in whole[:limit])
    if len(shown) <= limit and len(whole) <= limit:
        return shown
    return f"{shown[:limit]}… ({len(whole)} characters)"


def _shown(letter: str) -> str:
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    if letter.isprintable():  # not so: control, format and bidi marks, line separators, surrogates, unassigned
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
