"""Tables of deals as files: CSV sent page by page as it is read, XLSX written page by page and then sent."""

import csv
import io
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.deals.board.export import ExportRow, export_page
from studio_app.domain.deals.board.schemas import BoardFilter
from studio_app.domain.work import Actor

HEADINGS = (
    "number",
    "title",
    "client",
    "stage",
    "amount",
    "currency",
    "manager",
    "channel",
    "tags",
    "task",
    "due",
    "entered",
    "created",
    "closed",
)
_BOM = "\ufeff"  # without it spreadsheets take UTF-8 for something else
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 64 * 1024


async def csv_file(actor: Actor, where: BoardFilter, locale: str) -> AsyncIterator[bytes]:
    """The deals of the filter as CSV, the newest first."""
    yield _csv_lines([[translate(locale, f"board.export.{name}") for name in HEADINGS]], mark=_BOM)
    async for page in _pages(actor, where):
        yield _csv_lines([[safe(str(value)) for value in _values(row, locale)] for row in page])


async def xlsx_file(actor: Actor, where: BoardFilter, locale: str) -> AsyncIterator[bytes]:
    """The deals of the filter as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(translate(locale, "nav.board"))
    sheet.append([translate(locale, f"board.export.{name}") for name in HEADINGS])
    async for page in _pages(actor, where):
        for row in page:
            sheet.append([_cell(sheet, value) for value in _values(row, locale)])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deals.xlsx"
        book.save(path)
        for chunk in _chunks(path):
            yield chunk


def safe(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


async def _pages(actor: Actor, where: BoardFilter) -> AsyncIterator[tuple[ExportRow, ...]]:
    below: int | None = None
    while page := await services().runner.read(actor, export_page, where=where, below=below):
        yield page
        below = page[-1].number


def _values(row: ExportRow, locale: str) -> list[Any]:
    language = 1 if locale == "en" else 0
    return [
        row.number,
        row.title,
        row.client,
        row.stage[language],
        row.amount.major,
        row.amount.currency,
        row.manager,
        row.channel[language],
        row.tags,
        row.next_task,
        *(_moment(at) for at in (row.next_task_at, row.stage_since, row.created_at, row.closed_at)),
    ]


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    return cell


def _csv_lines(rows: list[list[Any]], *, mark: str = "") -> bytes:
    text = io.StringIO()
    text.write(mark)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
