"""The characters of a letter: in the encoding that it declares where that holds, else in the likeliest one."""

import codecs
import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header

from studio_app.adapters.imap.limits import END_OF_HEADERS
from studio_app.adapters.tables.encodings import Decoded, decode
from studio_app.adapters.tables.problems import BadTable

_WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "ks_c_5601-1987": "cp949",
}
_WESTERN = {"cp1252", "iso8859-1", "iso8859-15"}
_FEW = 4  # letters: fewer tell nothing


class Charsets:
    """Reads the parts of one letter, and remembers in which encoding it had to be guessed.

    `chosen` is what a person has told: it counts for everything that is not plain ASCII and is not read as declared,
    and for texts even then, because a program that declares a wrong encoding is why somebody chooses.
    """

    def __init__(self, chosen: str = "") -> None:
        self._chosen = chosen
        self._told: Decoded | None = None

    @property
    def encoding(self) -> str:
        """The one that was guessed or chosen; empty where everything was read as it says itself."""
        return self._told.encoding if self._told else ""

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self._told is None or self._told.sure

    def text(self, raw: bytes, declared: str = "") -> str:
        """A part of the text, in the encoding chosen, declared or guessed."""
        if self._chosen and not raw.isascii():
            return self._guessed(raw)
        known = declared and not (declared.lower() in {"us-ascii", "ascii"} and not raw.isascii())
        read = _as_declared(raw, declared) if known else None
        return self._guessed(raw) if read is None else read

    def with_headers(self, raw: bytes) -> bytes:
        """The letter with its bare 8-bit headers as UTF-8: all of them tell more than one alone."""
        head, end, body = _parted(raw)
        return raw if head.isascii() else self._guessed(head).encode() + end + body

    def header(self, raw: str) -> str:
        """A header as people read it: encoded words (RFC 2047), also of characters cut in two, and bare 8-bit ones."""
        line = re.sub(r"\r?\n[ \t]*", " ", raw)
        if not line.isascii():
            line = self._guessed(line.encode("utf-8", "surrogateescape"))
        try:
            parts = decode_header(line)
        except (HeaderParseError, ValueError):
            return line
        return "".join(self._piece(part, charset) for part, charset in parts)

    def _piece(self, part: str | bytes, charset: str | None) -> str:
        if isinstance(part, str):
            return part
        if not charset:  # what stands between encoded words comes back as the library's own bytes
            return part.decode("raw-unicode-escape")
        read = _as_declared(part, charset)
        return self._guessed(part) if read is None else read

    def _guessed(self, raw: bytes) -> str:
        try:
            found = decode(raw, chosen="" if raw.isascii() else self._chosen)
        except BadTable:
            found = Decoded(raw.decode("utf-8", "replace"), "utf-8", sure=False)
        doubtful = not raw.isascii() and (bool(self._chosen) or found.encoding != "utf-8")
        if doubtful and (self._told is None or not found.sure or self._chosen):
            self._told = found
        return found.text


def _as_declared(raw: bytes, declared: str) -> str | None:
    """The text in the encoding that it names; None where it is not in that one.

    Programs write Latin-1 above a letter when they do not know what it is in, and then no byte of it is wrong: what
    has more accents than letters without one is of no language of Western Europe.
    """
    name = _WIDER.get(declared.lower(), declared)
    with suppress(LookupError, UnicodeDecodeError):
        read = raw.decode(name)
        letters = [letter for letter in read if letter.isalpha()]
        accented = sum(letter > "\x7f" for letter in letters)
        foreign = accented >= _FEW and accented * 2 > len(letters) and codecs.lookup(name).name in _WESTERN
        return None if foreign else read
    return None


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    found = END_OF_HEADERS.search(raw)
    return (raw[: found.start()], found[0], raw[found.end() :]) if found else (raw, b"", b"")


def header_text(raw: str) -> str:
    """A header as people read it, where nobody asks in which encoding."""
    return Charsets().header(raw)
