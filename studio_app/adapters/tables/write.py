"""Tables as files that spreadsheets open: nothing in a cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Sequence[Any]], *, mark: str = "") -> bytes:
    """The rows as lines of CSV in UTF-8, `mark` before them."""
    text = io.StringIO()
    text.write(mark)
    csv.writer(text).writerows([safe(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode()


def xlsx(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: Any, value: Any) -> Any:
    """A cell of a workbook; a text that begins with = stays one."""
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # openpyxl takes what begins with = for a formula
    return made
