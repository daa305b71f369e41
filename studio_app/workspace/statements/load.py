"""Reads what the screen of bank statements shows: files in a process of their own, outside of transactions."""

from dataclasses import asdict, replace

from studio_app.adapters.bank.in_process import OpenedFile, open_bank_file
from studio_app.adapters.processes.pool import OnProgress
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid, Stale
from studio_app.domain.actors import Actor
from studio_app.domain.statements.importing import left_rows
from studio_app.domain.statements.lines import BadStatement, Statement
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.refused import keep_refused
from studio_app.domain.statements.uploads import Upload, upload_of
from studio_app.workspace.statements.asking import asks, can_pass_over, left_views
from studio_app.workspace.statements.views import COLUMNS, SHOWN, StatementPlan, plan_view
from studio_app.workspace.uploads.views import column_views, heading_views

_TO_BE_TOLD = "columns"  # the one problem that is only a question


async def waiting_file(actor: Actor, *, shown: str) -> tuple[str, Statement] | None:
    """The name and the lines of the uploaded file; None without one.

    Raises Stale where it is not the one that was shown (its digest), BadStatement, Forbidden, Invalid while a
    question is open.
    """
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    if upload.digest != shown:
        raise Stale
    opened = await _open(upload, None)
    if opened.statement is None:
        raise opened.problem or BadStatement("unknown")
    if opened.statement.questions:
        raise Invalid(field="questions", reason="open_questions")
    return upload.file_name, opened.statement


async def dry_run(actor: Actor, locale: str, *, on_progress: OnProgress | None = None) -> StatementPlan | None:
    """What importing the uploaded file would do, or why it cannot be read; None without a file.

    `on_progress` hears how many rows have been read.
    """
    upload = await services().runner.read(actor, upload_of)
    if upload is None:
        return None
    opened = await _open(upload, on_progress)
    upload = replace(upload, raw=b"")  # megabytes that are not needed any more: they are read again to be kept
    shown = _with_columns(opened, locale)
    questions = asks(upload, opened, locale)
    shown = replace(
        shown,
        file_name=upload.file_name,
        digest=upload.digest,
        asks=questions,
        open=sum(1 for one in questions if one.sentence),
        partly=can_pass_over(opened, upload.answers),
        anyway=upload.answers.anyway,
        mapped=bool(upload.columns),
    )
    statement, problem = opened.statement, opened.problem
    if statement is None:
        problem = problem or BadStatement("unknown")
        if problem.reason != _TO_BE_TOLD:
            await services().runner.run(actor, keep_refused, problem=problem)
        return replace(shown, problem=in_words(problem, locale))
    plan = await services().runner.read(actor, plan_import, statement=statement)
    planned = plan_view(plan, locale)
    return replace(
        shown,
        format=planned.format,
        rows=planned.rows,
        counts=planned.counts,
        hidden=planned.hidden,
        takes=planned.takes,
        accounts=planned.accounts,
        left=left_views(left_rows(plan, statement)[:SHOWN], locale),
    )


async def _open(upload: Upload, on_progress: OnProgress | None) -> OpenedFile:
    return await open_bank_file(
        services().pool,
        upload.raw,
        columns=upload.columns,
        currencies=upload.currencies,
        answers=upload.answers,
        on_progress=on_progress,
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
