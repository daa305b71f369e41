"""The routes of imports: taking a file, and giving reports out."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.write import BOM, csv_lines, xlsx
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.actors import Actor
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.queries import all_rows, get_import
from studio_app.domain.imports.schemas import RowView
from studio_app.domain.imports.uploads import keep_upload
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.imports.load import MAX_MEGABYTES, ColumnsMissing, planned
from studio_app.workspace.imports.views import report_rows
from studio_app.workspace.settings.frame import route
from studio_app.workspace.staff_routes import same_origin, saved_as, staff
from studio_app.workspace.uploads.receiving import posted

router = APIRouter(include_in_schema=False)

PLANNED = "plan"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.post(paths.TABLE_FILE)
async def upload(request: Request) -> Response:
    """Keep the posted file and lead back to the page, which reads it and says what it would do."""
    try:
        who = await staff(request, Permission.IMPORT_LISTS)
        if who is None:
            return RedirectResponse(paths.SIGN_IN, status_code=303)
        same_origin(request)
        sent = await posted(request, megabytes=MAX_MEGABYTES)
        kind = ImportKind(sent.kind) if sent.kind in set(ImportKind) else ImportKind.LEADS
        if not sent.refused:
            await services().runner.run(who[0], keep_upload, kind=kind, file_name=sent.name, raw=sent.raw)
    except StudioError as error:
        return Response(status_code=error.status)
    back = f"{route('import')}?kind={kind.value}"
    return RedirectResponse(f"{back}&refused={sent.refused}" if sent.refused else back, status_code=303)


@router.get(paths.IMPORT_REPORT)
async def report(request: Request, which: str, kind: str) -> Response:
    """What became of each row of an import, or (`plan`) would become of each of the waiting file."""
    try:
        who = await staff(request, Permission.IMPORT_LISTS)
        if who is None or kind not in _TYPES:
            return Response(status_code=404)
        actor, locale = who
        name, table = await _plan(actor, locale) if which == PLANNED else await _import(actor, which, locale)
    except (StudioError, BadTable, ColumnsMissing) as error:
        return Response(status_code=error.status if isinstance(error, StudioError) else 404)
    content = await asyncio.to_thread(_file, table, kind, name)
    headers = {**saved_as(f"{name}.{kind}", plain=f"report.{kind}"), "Cache-Control": "no-store"}
    return Response(content, media_type=_TYPES[kind], headers=headers)


async def _plan(actor: Actor, locale: str) -> tuple[str, list[list[Any]]]:
    plan = await planned(actor, anyway=True)
    if plan is None:
        raise NotFound
    table = report_rows(plan.kind, plan.rows, locale=locale, tense="will")
    return translate(locale, "imports.report_plan"), table


async def _import(actor: Actor, import_id: str, locale: str) -> tuple[str, list[list[Any]]]:
    kind, rows = await services().runner.read(actor, _rows, import_id=import_id)
    return translate(locale, "imports.report"), report_rows(kind, rows, locale=locale, tense="was")


def _rows(work: Work, *, import_id: str) -> tuple[ImportKind, Sequence[RowView]]:
    view = get_import(work, import_id=import_id)
    return view.kind, tuple(all_rows(work, import_id=import_id))


def _file(table: list[list[Any]], kind: str, name: str) -> bytes:
    return csv_lines(table, mark=BOM) if kind == "csv" else xlsx(name, table)
