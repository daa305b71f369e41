"""A table from a file, told by its content and never by its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio_app.adapters.tables.delimited import Rows, delimited_rows, is_table
from studio_app.adapters.tables.headings import find_headings, guess_columns
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.workbook import is_workbook, workbook_rows

MAX_COLUMNS = 80
MAX_ROWS = 50_000
_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "unknown"),
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows of cells, with the place of each thing as the headings suggest it.

    `encoding` and `delimiter` are empty for a workbook; `sure` is False where a person should look at the encoding.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # the line of the file, the cells
    columns: Mapping[str, int]
    above: tuple[str, ...] = ()  # what stands above the headings, a text a row
    encoding: str = ""
    delimiter: str = ""
    sure: bool = True


def read_table(raw: bytes, words: Mapping[str, Sequence[str]], *, limit: int, encoding: str = "") -> Table:
    """The rows below the headings that `words` knows best. Raises BadTable."""
    refuse_foreign(raw)
    delimited = None if is_workbook(raw) else delimited_rows(raw, encoding=encoding, limit=limit)
    rows: Rows = workbook_rows(raw, limit=limit) if delimited is None else delimited.rows
    if not rows:
        raise BadTable("unknown")
    if not is_table(rows) and not guess_columns(rows[0][1], words):
        raise BadTable("unknown")
    headings, above, below = find_headings(rows, words)
    if len(below) > limit:
        raise BadTable("too_many")
    return Table(
        headings[:MAX_COLUMNS],
        tuple((line, cells) for line, cells in below if any(cell.strip() for cell in cells)),
        guess_columns(headings[:MAX_COLUMNS], words),
        above=tuple(one_line(" ".join(cells)) for _, cells in above),
        encoding=delimited.encoding if delimited else "",
        delimiter=delimited.delimiter if delimited else "",
        sure=delimited is None or delimited.sure,
    )


def refuse_foreign(raw: bytes) -> None:
    """Name what is no table at all, so that a person knows what to do. Raises BadTable."""
    for mark, reason in _FOREIGN:
        if raw.startswith(mark):
            raise BadTable(reason)
    if raw[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise BadTable("page")
    if raw[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and _DOCTYPE.search(
        raw.replace(b"\0", b"")
    ):
        raise BadTable("doctype", line=1)


def one_line(text: str) -> str:
    """The text without line ends and needless blanks."""
    return " ".join(text.split())
