"""Tables as files that spreadsheets open: nothing in a cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

from studio_app.adapters.tables.formulas import safe

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""


def csv_lines(rows: Iterable[Sequence[Any]], *, mark: str = "") -> bytes:
    """The rows as lines of CSV in UTF-8, `mark` before them."""
    text = io.StringIO()
    text.write(mark)
    csv.writer(text).writerows([safe(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode()


class Sheet:
    """A workbook of one sheet, which takes its rows part by part and keeps them in a file of its own until saved."""

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook  # noqa: PLC0415  an eighth of a second that most processes never need

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title[:31])
        self._saved = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._saved:  # the only public way that lets go of the file with the rows so far
            self.save(io.BytesIO())

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows below the ones that are there."""
        for row in rows:
            self._sheet.append([_cell(self._sheet, value) for value in row])

    def save(self, out: BinaryIO | Path) -> None:
        """Write the workbook; no row can be added after that."""
        self._saved = True
        self._book.save(out)


def xlsx(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as a workbook of one sheet."""
    with Sheet(title) as sheet:
        sheet.add(rows)
        out = io.BytesIO()
        sheet.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  see above
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  see above

    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)  # no workbook may hold them
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes what begins with = for a formula
    return made
