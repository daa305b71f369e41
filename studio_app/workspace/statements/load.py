"""Reads what the screen of bank statements shows: parsing outside of transactions, in a thread."""

import asyncio
from dataclasses import asdict, replace

from studio_app.adapters.bank.delimited import CsvTable, read_table
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.bank.read import is_csv, read_statement
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.statements.lines import BadStatement, Statement
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.uploads import Upload, upload_of
from studio_app.domain.work import Actor
from studio_app.workspace.statements.views import COLUMNS, StatementPlan, plan_view
from studio_app.workspace.uploads.views import column_views, heading_views


async def waiting_file(actor: Actor) -> tuple[str, Statement] | None:
    """The name and the lines of the uploaded file. Raises BadStatement, Forbidden."""
    upload = await services().runner.read(actor, upload_of)
    return None if upload is None else (upload.file_name, await asyncio.to_thread(_read, upload))


async def dry_run(actor: Actor, locale: str) -> StatementPlan | None:
    """What importing the uploaded file would do, or why it cannot be read; None without a file."""
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    shown = StatementPlan()
    try:
        if is_csv(upload.raw):
            table = await asyncio.to_thread(read_table, upload.raw)
            places = asdict(_mapping(upload, table))
            shown = replace(
                shown,
                columns=column_views(COLUMNS, places, words="statements.column", locale=locale),
                headings=heading_views(table.headings, table.rows),
            )
        statement = await asyncio.to_thread(_read, upload)
        plan = await services().runner.read(actor, plan_import, statement=statement)
    except BadStatement as error:
        problem = translate(locale, error.message_key, **error.params)
        return replace(shown, file_name=upload.file_name, problem=problem)
    return replace(
        plan_view(plan, locale),
        file_name=upload.file_name,
        columns=shown.columns,
        headings=shown.headings,
        mapped=bool(upload.columns),
    )


def _mapping(upload: Upload, table: CsvTable) -> CsvMapping:
    return table.mapping.changed(**upload.columns)


def _read(upload: Upload) -> Statement:
    mapping = _mapping(upload, read_table(upload.raw)) if is_csv(upload.raw) and upload.columns else None
    return read_statement(upload.raw, mapping=mapping, currencies=upload.currencies)
