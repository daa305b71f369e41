"""Tables of deals as files: CSV sent page by page as it is read, XLSX written page by page and then sent."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from studio_app.adapters.tables.write import BOM, Sheet, csv_lines
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.actors import Actor
from studio_app.domain.board.export import PAGE, ExportRow, export_page
from studio_app.domain.board.rows import ids_in_order
from studio_app.domain.board.schemas import BoardFilter, RowOrder

HEADINGS = {
    "number": ("number",),
    "title": ("title",),
    "client": ("client",),
    "stage": ("stage",),
    "amount": ("amount", "currency"),
    "manager": ("manager",),
    "channel": ("channel",),
    "tags": ("tags",),
    "task": ("task", "due"),
    "age": ("entered",),
    "created": ("created",),
    "closed": ("closed",),
}
"""Columns of the table, and what each is in a file."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deals in which order, which of their columns, and in whose language."""

    where: BoardFilter
    order: RowOrder
    columns: tuple[str, ...]
    locale: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the file, by the last part of their keys."""
        return tuple(name for column in self.columns for name in HEADINGS[column])


def columns_of(text: str) -> tuple[str, ...]:
    """The columns that an address names, in its order; all of them where it names none."""
    return tuple(name for name in dict.fromkeys(text.split()) if name in HEADINGS) or tuple(HEADINGS)


async def csv_file(actor: Actor, wanted: Wanted) -> AsyncIterator[bytes]:
    """The deals as CSV."""
    yield csv_lines([_head(wanted)], mark=BOM)
    async for page in _pages(actor, wanted):
        yield csv_lines(_values(row, wanted) for row in page)


async def xlsx_file(actor: Actor, wanted: Wanted) -> AsyncIterator[bytes]:
    """The deals as a workbook of one sheet."""
    with TemporaryDirectory() as folder, Sheet(translate(wanted.locale, "nav.board")) as sheet:
        sheet.add([_head(wanted)])
        async for page in _pages(actor, wanted):
            sheet.add(_values(row, wanted) for row in page)
        path = Path(folder) / "deals.xlsx"
        sheet.save(path)
        for chunk in _chunks(path):
            yield chunk


def _head(wanted: Wanted) -> list[str]:
    return [translate(wanted.locale, f"board.export.{name}") for name in wanted.headings]


async def _pages(actor: Actor, wanted: Wanted) -> AsyncIterator[tuple[ExportRow, ...]]:
    # all ids at once: while pages are being read no deal comes twice and none is missed
    ids = await services().runner.read(actor, ids_in_order, where=wanted.where, order=wanted.order)
    for start in range(0, len(ids), PAGE):
        yield await services().runner.read(actor, export_page, ids=ids[start : start + PAGE])


def _values(row: ExportRow, wanted: Wanted) -> list[Any]:
    language = 1 if wanted.locale == "en" else 0
    known = {
        "number": row.number,
        "title": row.title,
        "client": row.client,
        "stage": row.stage[language],
        "amount": row.amount.major,
        "currency": row.amount.currency,
        "manager": row.manager,
        "channel": row.channel[language],
        "tags": row.tags,
        "task": row.next_task,
        "due": _moment(row.next_task_at),
        "entered": _moment(row.stage_since),
        "created": _moment(row.created_at),
        "closed": _moment(row.closed_at),
    }
    return [known[name] for name in wanted.headings]


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
