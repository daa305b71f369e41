"""Workbooks: the first sheet with something in it, as text, within limits that a hostile file cannot pass."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from studio_app.adapters.processes.progress import counted
from studio_app.adapters.tables.archive import look_through
from studio_app.adapters.tables.budget import Budget
from studio_app.adapters.tables.delimited import Rows
from studio_app.adapters.tables.problems import BadTable

_WIDEST = 80


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes are a ZIP with a workbook in it."""
    return raw.startswith(b"PK\x03\x04")


def workbook_rows(raw: bytes, *, limit: int) -> Rows:
    """The rows of the first sheet that is not empty; formulas by their last result. Raises BadTable."""
    try:
        look_through(raw)
        from openpyxl import load_workbook  # noqa: PLC0415  a third of a second, and most tables are text

        book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except (BadTable, MemoryError):
        raise
    except Exception:  # whatever a broken workbook breaks in the library
        raise BadTable("workbook") from None
    budget = Budget()
    try:
        for sheet in book.worksheets:
            if rows := _sheet(sheet, limit, budget):
                return rows
    except (BadTable, MemoryError):
        raise
    except Exception:
        raise BadTable("workbook") from None
    finally:
        book.close()
    return []


def _sheet(sheet: Any, limit: int, budget: Budget) -> Rows:
    rows: Rows = []
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for number, cells in enumerate(counted(sheet.iter_rows(max_col=_WIDEST, values_only=True)), start=1):
        budget.row()
        if cells.count(None) == len(cells):
            continue
        texts = [_text(value) for value in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            if len(rows) > limit:
                raise BadTable("too_many")
            budget.letters(sum(map(len, texts)))
            rows.append((number, tuple(texts)))
    return rows


def _text(value: Any) -> str:
    """A cell as a person would have typed it: whole numbers without a point, days in the order of ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}"  # what a person sees: 0.3 and not 0.30000000000000004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
