"""Text tables: the encoding and the delimiter that nobody tells are found out."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from studio_app.adapters.processes.progress import counted
from studio_app.adapters.tables.budget import Budget
from studio_app.adapters.tables.encodings import decode
from studio_app.adapters.tables.formulas import plain
from studio_app.adapters.tables.problems import BadTable

_DELIMITERS = (";", "\t", ",", "|")
_ABOVE = 100  # rows that a letterhead may have
_TRIED = 200_000  # characters by which the delimiter is told

Rows = list[tuple[int, tuple[str, ...]]]
"""The line of the file at which a row begins, counted from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """The rows of a text, and how it was read; `sure` is False where a person should look at the encoding."""

    rows: Rows
    encoding: str
    delimiter: str
    sure: bool


def delimited_rows(raw: bytes, *, encoding: str = "", limit: int) -> Delimited:
    """The rows that hold anything, split by the delimiter that makes most of a table of them. Raises BadTable.

    Reading ends where there are more than `limit` and a few above them.
    """
    decoded = decode(raw, chosen=encoding)
    if "\0" in decoded.text:
        raise BadTable("unknown")
    best = max(_DELIMITERS, key=lambda mark: _shape(list(_rows(decoded.text[:_TRIED], mark))))
    rows: Rows = []
    for row in counted(_rows(decoded.text, best)):
        if len(rows) > limit + _ABOVE:
            raise BadTable("too_many")
        rows.append(row)
    return Delimited(rows, decoded.encoding, best, decoded.sure)


def is_table(rows: Rows) -> bool:
    """Whether there are at least two columns."""
    return _shape(rows) != (0, 0)


def _rows(text: str, mark: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    started, budget = 1, Budget(rows=len(text) + 1)
    try:
        for cells in reader:
            budget.row(line=started, cells=len(cells))
            if any(cell and not cell.isspace() for cell in cells):
                yield started, tuple(plain(cell) if cell[:1] == "'" else cell for cell in cells)
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
