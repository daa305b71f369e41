"""Reads what the screen of bank statements shows: files in a process of their own, outside of transactions."""

from dataclasses import asdict, replace

from studio_app.adapters.bank.apart import OpenedFile, open_bank_file
from studio_app.adapters.processes.pool import Told
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.statements.lines import BadStatement, Statement
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.uploads import Upload, upload_of
from studio_app.domain.work import Actor
from studio_app.workspace.statements.views import COLUMNS, StatementPlan, plan_view
from studio_app.workspace.uploads.views import column_views, heading_views


async def waiting_file(actor: Actor, *, told: Told | None = None) -> tuple[str, Statement] | None:
    """The name and the lines of the uploaded file. Raises BadStatement, Forbidden."""
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    opened = await _open(upload, told)
    if opened.statement is None:
        raise opened.problem or BadStatement("unknown")
    return upload.file_name, opened.statement


async def dry_run(actor: Actor, locale: str, *, told: Told | None = None) -> StatementPlan | None:
    """What importing the uploaded file would do, or why it cannot be read; None without a file.

    `told` hears how many rows have been read.
    """
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    opened = await _open(upload, told)
    shown = _with_columns(opened, locale)
    try:
        if opened.statement is None:
            raise opened.problem or BadStatement("unknown")
        plan = await services().runner.read(actor, plan_import, statement=opened.statement)
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


async def _open(upload: Upload, told: Told | None) -> OpenedFile:
    return await open_bank_file(
        services().pool, upload.raw, columns=upload.columns, currencies=upload.currencies, told=told
    )


def _with_columns(opened: OpenedFile, locale: str) -> StatementPlan:
    head = opened.head
    if head is None:
        return StatementPlan()
    return replace(
        StatementPlan(),
        columns=column_views(COLUMNS, asdict(head.mapping), words="statements.column", locale=locale),
        headings=heading_views(head.headings, ((1, head.first),)),
    )
