"""Reads what the screen of imports shows: files in a process of their own, outside of transactions."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from studio_app.adapters.processes.pool import OnProgress
from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.in_process import read_table_in_process
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import MAX_ROWS, Table, one_line
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.team import names_of_holders
from studio_app.domain.actors import Actor
from studio_app.domain.imports.planning import plan_import
from studio_app.domain.imports.queries import list_imports
from studio_app.domain.imports.schemas import NEEDED, ImportPlan, ImportView, RawRow
from studio_app.domain.imports.uploads import Upload, upload_of
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.choices import channels_in_use
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.imports.asking import asks, is_open
from studio_app.workspace.imports.views import (
    Choice,
    FirstRows,
    ImportItem,
    ListPlan,
    first_rows,
    import_item,
    with_columns,
    with_plan,
)

MAX_MEGABYTES = 10
_SEVERAL_LINES = frozenset({"message"})


class ColumnsMissing(Exception):
    """The file has no column for something that every row must say."""


async def planned(actor: Actor, *, anyway: bool = False) -> ImportPlan | None:
    """The dry run of the waiting file; None without one.

    Raises BadTable, ColumnsMissing, Forbidden; Invalid while a question is open, unless `anyway`.
    """
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    table = await _table(upload)
    if not anyway and is_open(upload, table):
        raise Invalid(field="questions", reason="open_questions")
    return await _planned(actor, upload, table)


async def dry_run(
    actor: Actor, locale: str, *, on_progress: OnProgress | None = None
) -> tuple[ListPlan, FirstRows] | None:
    """What importing the waiting file would do, with the rows to show, or why it cannot be read; None without one.

    `on_progress` hears how many rows have been read.
    """
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    shown = ListPlan(
        kind=upload.kind.value,
        file_name=upload.file_name,
        digest=upload.digest,
        channel=upload.options.channel_id,
        manager=upload.options.manager_id,
    )
    try:
        table = await _table(upload, on_progress)
        questions = asks(upload, table, locale)
        shown = with_columns(shown, table, _places(upload, table), locale)
        shown = replace(shown, asks=questions, open=sum(1 for one in questions if one.sentence))
        plan = await _planned(actor, upload, table)
    except BadTable as error:
        problem = translate(locale, error.message_key, line=error.line, rows=MAX_ROWS)
        return replace(shown, problem=problem, asks=shown.asks or asks(upload, None, locale)), {}
    except ColumnsMissing:
        return replace(shown, problem=translate(locale, f"imports.needs.{upload.kind.value}")), {}
    return await asyncio.to_thread(_drawn, shown, plan, locale)


async def import_items(actor: Actor, locale: str) -> list[ImportItem]:
    """The newest imports in the viewer's language."""
    rows, timezone = await services().runner.read(actor, _imports_and_zone)
    files = {one.id: [paths.import_report(one.id, kind) for kind in ("xlsx", "csv")] for one in rows}
    return [import_item(one, locale=locale, timezone=timezone, paths=files[one.id]) for one in rows]


def choices(work: Work, *, locale: str) -> tuple[list[Choice], list[Choice]]:
    """Query: the channels and the people to choose from."""
    require(work, Permission.IMPORT_LISTS)
    return (
        [Choice(one.id, one.name(locale)) for one in channels_in_use(work)],
        [Choice(one.id, one.name) for one in names_of_holders(work, Permission.EDIT_DEALS)],
    )


async def _table(upload: Upload, on_progress: OnProgress | None = None) -> Table:
    words, chosen = WORDS[upload.kind], upload.encoding
    return await read_table_in_process(
        services().pool, upload.raw, words, limit=MAX_ROWS, encoding=chosen, on_progress=on_progress
    )


async def _planned(actor: Actor, upload: Upload, table: Table) -> ImportPlan:
    places = _places(upload, table)
    if not all(any(places.get(name, -1) >= 0 for name in group) for group in NEEDED[upload.kind]):
        raise ColumnsMissing
    if not table.rows:
        raise BadTable("no_rows")
    rows = await asyncio.to_thread(_rows, table, places)
    return await services().runner.read(actor, plan_import, kind=upload.kind, rows=rows, options=upload.options)


def _rows(table: Table, places: Mapping[str, int]) -> list[RawRow]:
    return [RawRow(line, _cells(cells, places)) for line, cells in table.rows]


def _drawn(shown: ListPlan, plan: ImportPlan, locale: str) -> tuple[ListPlan, FirstRows]:
    return with_plan(shown, plan, locale), first_rows(plan, locale)


def _places(upload: Upload, table: Table) -> Mapping[str, int]:
    """Where each thing is: as the headings suggest, and as a person has chosen."""
    return {**table.columns, **upload.columns}


def _cells(cells: tuple[str, ...], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: cells[at] if name in _SEVERAL_LINES else one_line(cells[at].replace("\n", "; "))
        for name, at in columns.items()
        if 0 <= at < len(cells)
    }


def _imports_and_zone(work: Work) -> tuple[tuple[ImportView, ...], str]:
    return list_imports(work), studio_brand(work).timezone
