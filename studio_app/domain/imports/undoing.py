"""Use cases: taking an import back, the last rows first, as long as nobody has worked on what they made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.imports.clients import take_back_client
from studio_app.domain.imports.importing import BATCH, importer, next_rows, plan_run, settle
from studio_app.domain.imports.kinds import MADE, ImportKind, RowState
from studio_app.domain.imports.leads_taken_back import take_back_leads
from studio_app.domain.imports.models import ImportRow, TableImport
from studio_app.domain.imports.outcomes import Outcome
from studio_app.domain.imports.spend import untake_spend
from studio_app.domain.timeline.events.imports import ImportAdvanced, ImportUndoing, ImportUndone
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def undo_import(work: Work, *, import_id: str) -> None:
    """Have the job take an import back; rows it has not come to are left out. Records import.undoing.

    Raises Forbidden, NotFound.
    """
    require(work, Permission.IMPORT_LISTS)
    made = work.session.get(TableImport, import_id, with_for_update=True, populate_existing=True)
    if made is None:
        raise NotFound
    if made.undone_at is None:
        made.undone_at = work.now()
        record(work, ImportUndoing(import_id=made.id))
        plan_run(work, import_id)


def undo_some(work: Work, *, import_id: str, limit: int = BATCH) -> int:
    """Take the next rows back; how many were looked at, 0: none are left. What was worked on stays, and says so."""
    made = work.session.get(TableImport, import_id)
    if made is None or made.undone_at is None:
        return 0
    rows = next_rows(work, import_id, (RowState.PENDING, *MADE), limit=limit, last=True)
    for row, outcome in zip(rows, _untaken(replace(work, actor=importer(made)), made.kind, rows), strict=True):
        settle(row, outcome)
    if rows:
        record(work, ImportAdvanced(import_id=import_id, rows=len(rows)))
    elif made.finished_at is None or made.finished_at < made.undone_at:
        made.finished_at = work.now()
        record(work, ImportUndone(import_id=import_id))
    return len(rows)


def _untaken(work: Work, kind: ImportKind, rows: Sequence[ImportRow]) -> Iterator[Outcome]:
    if kind is ImportKind.LEADS:
        yield from take_back_leads(work, made=[row.made for row in rows])
        return
    for row in rows:
        made: Mapping[str, Any] = row.made
        if row.state is RowState.PENDING:
            yield Outcome(RowState.UNDONE)
        elif kind is ImportKind.CLIENTS:
            yield take_back_client(work, said=row.said, made=made)
        else:
            yield untake_spend(work, said=row.said, made=made)
