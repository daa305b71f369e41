"""Workbooks: the first sheet with something in it, as text, within limits that a hostile file cannot pass."""

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from studio_app.adapters.processes.progress import counted
from studio_app.adapters.tables.delimited import Rows
from studio_app.adapters.tables.problems import BadTable

_UNPACKED = 200 * 1024 * 1024  # bytes of XML that a workbook may hold
_WIDEST = 80
_DEEPEST = 1_048_576  # rows that a sheet can have; one that is said to stand deeper would be counted down to
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes are a ZIP with a workbook in it."""
    return raw.startswith(b"PK\x03\x04")


def workbook_rows(raw: bytes, *, limit: int) -> Rows:
    """The rows of the first sheet that is not empty; formulas by their last result. Raises BadTable."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _refuse_bombs(archive)
        from openpyxl import load_workbook  # noqa: PLC0415  a third of a second, and most tables are text

        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
    except BadTable:
        raise
    except Exception:  # whatever a broken workbook breaks in the library
        raise BadTable("workbook") from None
    try:
        for sheet in book.worksheets:
            if rows := _sheet(sheet, limit):
                return rows
    except BadTable:
        raise
    except Exception:
        raise BadTable("workbook") from None
    finally:
        book.close()
    return []


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Raise BadTable for an archive of something else, one that unpacks to too much, or XML that declares entities."""
    if "[Content_Types].xml" not in archive.namelist():
        raise BadTable("archive")
    if sum(item.file_size for item in archive.infolist()) > _UNPACKED:
        raise BadTable("workbook")
    for item in archive.infolist():
        if item.filename.endswith((".xml", ".rels")):
            with archive.open(item) as part:
                if _DOCTYPE.search(part.read(4096)):
                    raise BadTable("workbook")


def _sheet(sheet: Any, limit: int) -> Rows:
    rows: Rows = []
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for number, cells in enumerate(counted(sheet.iter_rows(values_only=True)), start=1):
        if number > _DEEPEST:
            raise BadTable("workbook")
        texts = [_text(value) for value in cells[:_WIDEST]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            if len(rows) > limit:
                raise BadTable("too_many")
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
