"""A table from a file, told by its content and never by its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio_app.adapters.tables.delimited import BadTable, Rows, delimited_rows, is_table
from studio_app.adapters.tables.headings import guess_columns
from studio_app.adapters.tables.workbook import is_workbook, workbook_rows

MAX_COLUMNS = 80
_LOOKED_AT = 30  # rows in which the heading is looked for; people put a letterhead above it


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows of cells, with the place of each thing as the headings suggest it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # the line of the file, the cells
    columns: Mapping[str, int]


def read_table(raw: bytes, words: Mapping[str, Sequence[str]], *, limit: int) -> Table:
    """The rows below the headings that `words` knows best. Raises BadTable."""
    rows = workbook_rows(raw, limit=limit) if is_workbook(raw) else delimited_rows(raw)
    if not rows:
        raise BadTable("unknown")
    if not is_table(rows) and not guess_columns(rows[0][1], words):
        raise BadTable("unknown")
    at = _heading_row(rows, words)
    headings = tuple(one_line(cell) for cell in rows[at][1][:MAX_COLUMNS])
    below = tuple((line, cells) for line, cells in rows[at + 1 :] if any(cell.strip() for cell in cells))
    if len(below) > limit:
        raise BadTable("too_many")
    return Table(headings, below, guess_columns(headings, words))


def one_line(text: str) -> str:
    """The text without line ends and needless blanks."""
    return " ".join(text.split())


def _heading_row(rows: Rows, words: Mapping[str, Sequence[str]]) -> int:
    def told(index: int) -> int:
        return len(guess_columns([one_line(cell) for cell in rows[index][1]], words))

    return max(range(min(len(rows), _LOOKED_AT)), key=lambda index: (told(index), -index))
