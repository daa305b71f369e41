"""What no letter of a person has: refused before anything is made of it, because making costs more than looking."""

import re

from studio_app.adapters.imap.letter import LARGEST, Unreadable

MAX_WORDS = 200_000
"""Bytes of a text that are looked at; fewer characters are kept (`LONGEST_TEXT` of conversations)."""
MAX_HTML = 1_000_000
"""Bytes of HTML that are looked at: programs write a page of styles around three words."""
MAX_PHONES = 20
"""Things that look like a phone number, tried one after the other."""
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
"""The first empty line."""

_MAX_HEADERS = 256 << 10  # bytes above the first empty line; lists of a thousand receivers have a quarter of it
_MAX_PARTS = 1_000
_MAX_LINES = 5_000  # that look like the border of a part
_MAX_BOUNDARIES = 50  # a multipart each; answers to answers that carry letters have a dozen
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(rb"^--", re.MULTILINE)
_BOUNDARY = re.compile(rb"\bboundary[*\d]*[ \t]*=", re.IGNORECASE)


def refuse_hostile(raw: bytes) -> None:
    """Raise Unreadable for a letter that is larger, or of more parts, than any program of people makes."""
    if len(raw) > LARGEST:
        raise Unreadable("too_large")
    end = END_OF_HEADERS.search(raw)
    if (end.start() if end else len(raw)) > _MAX_HEADERS:
        raise Unreadable("headers")
    counted = ((_MAX_BOUNDARIES, _BOUNDARY), (_MAX_PARTS, _PART), (_MAX_LINES, _LINE))
    if any(_more_than(most, pattern, raw) for most, pattern in counted):
        raise Unreadable("parts")


def beginning(raw: bytes, limit: int) -> bytes:
    """The first bytes, cut where no letter is cut in two."""
    if len(raw) <= limit:
        return raw
    some = raw[:limit]
    end = max(some.rfind(b"\n"), some.rfind(b" "), some.rfind(b">"))
    return some[: end + 1] or some


def _more_than(most: int, pattern: re.Pattern[bytes], raw: bytes) -> bool:
    return any(count > most for count, _ in enumerate(pattern.finditer(raw), start=1))
