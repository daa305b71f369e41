"""Text tables: the encoding and the delimiter that nobody tells are found out."""

import csv
import io
from collections.abc import Iterator

_DELIMITERS = (";", "\t", ",", "|")
_TRIED = 200_000  # characters by which the delimiter is told
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

Rows = list[tuple[int, tuple[str, ...]]]
"""The line of the file at which a row begins, counted from 1, and its cells."""


class BadTable(Exception):
    """No table can be read: `reason` is encoding, unknown, table or too_many; `line` the place (0: none)."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def decode(raw: bytes) -> str:
    """The text of a file whose encoding nobody tells: UTF-8 if it is, else the likelier code page.

    Russian text is lower-case letters mostly, and the code pages have them in different places.
    Raises BadTable.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                raise BadTable("encoding") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return max((raw.decode(page, "replace") for page in ("cp1251", "cp866", "koi8-r", "latin-1")), key=_russianness)


def delimited_rows(raw: bytes) -> Rows:
    """The rows that hold anything, split by the delimiter that makes most of a table of them. Raises BadTable."""
    text = decode(raw)
    if "\0" in text:
        raise BadTable("unknown")
    best = max(_DELIMITERS, key=lambda mark: _shape(list(_rows(text[:_TRIED], mark))))
    return list(_rows(text, best))


def is_table(rows: Rows) -> bool:
    """Whether there are at least two columns."""
    return _shape(rows) != (0, 0)


def _russianness(text: str) -> int:
    return sum(text.count(letter) for letter in _RUSSIAN)


def _rows(text: str, mark: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    started = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield started, tuple(cells)
            started = reader.line_num + 1
    except csv.Error:
        raise BadTable("table", line=started) from None


def _shape(rows: Rows) -> tuple[int, int]:
    """How much of a table it is: rows as wide as the widest common width, then that width."""
    widths = [len(cells) for _, cells in rows if len(cells) > 1]
    if not widths:
        return 0, 0
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return widths.count(common) * common, common
