"""Reads what the screen of imports shows: parsing outside of transactions, in a thread."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import col, select

from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.delimited import BadTable
from studio_app.adapters.tables.read import Table, one_line, read_table
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.ownership import require_owner
from studio_app.domain.imports.planning import plan_import
from studio_app.domain.imports.queries import list_imports
from studio_app.domain.imports.schemas import NEEDED, ImportPlan, ImportView, RawRow
from studio_app.domain.imports.uploads import Upload, upload_of
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Actor, Work
from studio_app.workspace import paths
from studio_app.workspace.imports.views import (
    Choice,
    ImportItem,
    Plan,
    columns_view,
    headings_view,
    import_item,
    plan_view,
)

MAX_MEGABYTES = 10
MAX_ROWS = 50_000
_SEVERAL_LINES = frozenset({"message"})


class ColumnsMissing(Exception):
    """The file has no column for something that every row must say."""


async def planned(actor: Actor) -> tuple[Upload, Table, ImportPlan] | None:
    """The waiting file, its table and the dry run; None without a file. Raises BadTable, ColumnsMissing, Forbidden."""
    found = await _table(actor)
    if found is None:
        return None
    upload, table = found
    columns = columns_of(upload, table)
    if not all(any(columns.get(name, -1) >= 0 for name in group) for group in NEEDED[upload.kind]):
        raise ColumnsMissing
    rows = [RawRow(line, _cells(cells, columns)) for line, cells in table.rows]
    plan = await services().runner.read(actor, plan_import, kind=upload.kind, rows=rows, options=upload.options)
    return upload, table, plan


async def dry_run(actor: Actor, locale: str, only: str) -> Plan | None:
    """What importing the waiting file would do, or why it cannot be read; None without a file."""
    try:
        found = await planned(actor)
    except BadTable as error:
        values = {"line": error.line, "rows": MAX_ROWS}
        return await _unread(actor, translate(locale, f"error.table.{error.reason}", **values))
    except ColumnsMissing:
        upload, table = await _table(actor) or (None, None)
        problem = translate(locale, f"imports.needs.{upload.kind.value}" if upload else "error.not_found")
        return await _unread(actor, problem, table, locale)
    if found is None:
        return None
    upload, table, plan = found
    return replace(
        plan_view(plan, locale=locale, only=only),
        file_name=upload.file_name,
        columns=columns_view(upload.kind, columns_of(upload, table), locale),
        headings=headings_view(table),
        channel=upload.options.channel_id,
        manager=upload.options.manager_id,
    )


def columns_of(upload: Upload, table: Table) -> Mapping[str, int]:
    """The place of each thing: as the headings suggest, and as a person has chosen."""
    return {**table.columns, **upload.columns}


async def import_items(actor: Actor, locale: str) -> list[ImportItem]:
    """The newest imports in the viewer's language."""
    rows, timezone = await services().runner.read(actor, _imports_and_zone)
    files = {one.id: [paths.import_report(one.id, kind) for kind in ("xlsx", "csv")] for one in rows}
    return [import_item(one, locale=locale, timezone=timezone, paths=files[one.id]) for one in rows]


def choices(work: Work, *, english: bool) -> tuple[list[Choice], list[Choice]]:
    """Query: the channels and the people to choose from. Only an owner may."""
    require_owner(work)
    channels = work.session.exec(select(Channel).where(col(Channel.active)).order_by(col(Channel.position))).all()
    people = work.session.exec(select(User).where(col(User.active)).order_by(col(User.name))).all()
    return (
        [Choice(one.id, one.name_en if english else one.name_ru) for one in channels],
        [Choice(one.id, one.name) for one in people],
    )


async def _table(actor: Actor) -> tuple[Upload, Table] | None:
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    return upload, await asyncio.to_thread(read_table, upload.raw, WORDS[upload.kind], limit=MAX_ROWS)


async def _unread(actor: Actor, problem: str, table: Table | None = None, locale: str = "") -> Plan:
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return Plan(problem=problem)
    plan = Plan(kind=upload.kind.value, file_name=upload.file_name, problem=problem)
    if table is None:
        return plan
    columns = columns_view(upload.kind, columns_of(upload, table), locale)
    return replace(plan, columns=columns, headings=headings_view(table))


def _cells(cells: tuple[str, ...], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: cells[at] if name in _SEVERAL_LINES else one_line(cells[at].replace("\n", "; "))
        for name, at in columns.items()
        if 0 <= at < len(cells)
    }


def _imports_and_zone(work: Work) -> tuple[tuple[ImportView, ...], str]:
    return list_imports(work), studio_brand(work).timezone
