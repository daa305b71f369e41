"""The letters of a letter: in the encoding that it declares where that holds, else in the likeliest one."""

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header

from studio_app.adapters.tables.encodings import decode
from studio_app.adapters.tables.problems import BadTable

_WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "ks_c_5601-1987": "cp949",
}


def readable(raw: bytes, declared: str = "") -> str:
    """The text of `raw`: declared and valid, then UTF-8, then the likeliest encoding of the whole."""
    if declared and not (declared.lower() in {"us-ascii", "ascii"} and not raw.isascii()):
        with suppress(LookupError, UnicodeDecodeError):
            return raw.decode(_WIDER.get(declared.lower(), declared))
    try:
        return decode(raw).text
    except BadTable:
        return raw.decode("utf-8", "replace")


def header_text(raw: str) -> str:
    """A header as people read it: encoded words (RFC 2047), also of letters cut in two, and bare 8-bit letters."""
    line = re.sub(r"\r?\n[ \t]*", " ", raw)
    if not line.isascii():
        line = readable(line.encode("utf-8", "surrogateescape"))
    try:
        parts = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    return "".join(_piece(part, charset) for part, charset in parts)


def _piece(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    # what stands between encoded words comes back as the library's own bytes
    return readable(part, charset) if charset else part.decode("raw-unicode-escape")
