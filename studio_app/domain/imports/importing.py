"""Use cases: an import is stored row by row, and a job takes its rows in, a batch a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, Stale
from studio_app.core.status import advance
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.imports.clients import take_client
from studio_app.domain.imports.kinds import ROW_TRANSITIONS, ImportKind, RowState
from studio_app.domain.imports.leads import take_leads
from studio_app.domain.imports.models import ImportRow, TableImport
from studio_app.domain.imports.outcomes import Outcome, attempt
from studio_app.domain.imports.schemas import Options, PlannedRow, reason_of
from studio_app.domain.imports.spend import take_spend
from studio_app.domain.imports.uploads import drop_upload, upload_of
from studio_app.domain.timeline.events.imports import ImportAdvanced, ImportFinished, ImportStarted
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

RUN = "run_import"
"""The job that takes the rows in, or back."""

BATCH = 25
"""Rows of one transaction: other people's changes wait no longer than that."""

_SETTLED = (RowState.DUPLICATE, RowState.KNOWN, RowState.REFUSED)


def start_import(work: Work, *, kind: ImportKind, digest: str, rows: Sequence[PlannedRow]) -> str:
    """Store the planned rows of the uploaded file and enqueue the job; the id. The file is forgotten.

    Records import.started. Raises Forbidden, NotFound when it is being imported already, Stale when another
    file than that of the digest waits by now, Invalid where nothing in it can be imported.
    """
    require(work, Permission.IMPORT_LISTS)
    upload = upload_of(work)
    if upload is None or upload.kind is not kind:
        raise NotFound
    if upload.digest != digest:
        raise Stale
    if all(row.state is RowState.REFUSED for row in rows):
        raise Invalid(field="file", reason="nothing_to_import")
    made = TableImport(
        id=work.new_id(),
        kind=kind,
        file_name=upload.file_name,
        rows=len(rows),
        options=upload.options.as_json(),
        imported_at=work.now(),
        imported_by=work.actor.id,
        imported_by_name=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    work.session.connection().execute(insert(ImportRow), [_stored(work, made.id, row) for row in rows])
    drop_upload(work)
    record(work, ImportStarted(import_id=made.id, what=kind.value, rows=len(rows)))
    plan_run(work, made.id)
    return made.id


def plan_run(work: Work, import_id: str) -> None:
    """Enqueue the job that brings an import, or its taking back, to the end."""
    work.jobs.enqueue(work.session, RUN, key=f"{RUN}:{import_id}:{work.new_id()}", args={"import_id": import_id})


def import_some(work: Work, *, import_id: str, limit: int = BATCH) -> int:
    """Take the next rows in; how many were looked at, 0: none are left. Each is looked at anew.

    A row and what it makes are one transaction: a process that is killed takes no row twice.
    """
    made = work.session.get(TableImport, import_id)
    if made is None or made.finished_at is not None or made.undone_at is not None:
        return 0
    rows = next_rows(work, import_id, (RowState.PENDING,), limit=limit)
    for row, outcome in zip(rows, _taken(replace(work, actor=importer(made)), made, rows), strict=True):
        settle(row, outcome)
    if not rows:
        made.finished_at = work.now()
    step = ImportAdvanced if rows else ImportFinished
    record(work, step(import_id=import_id, rows=len(rows)))
    return len(rows)


def next_rows(
    work: Work, import_id: str, states: Sequence[RowState], *, limit: int, last: bool = False
) -> list[ImportRow]:
    """The first (or `last`) rows in these states, locked."""
    place = col(ImportRow.position)
    query = select(ImportRow).where(ImportRow.import_id == import_id, col(ImportRow.state).in_(states))
    query = query.order_by(place.desc() if last else place).limit(limit).with_for_update()
    return list(work.session.exec(query))


def settle(row: ImportRow, outcome: Outcome) -> None:
    """Note what became of a row. Raises IllegalTransition."""
    row.state = advance(row.state, outcome.state, ROW_TRANSITIONS)
    row.reason = outcome.reason.as_json() if outcome.reason else {}
    row.made = {**row.made, **outcome.made}


def importer(made: TableImport) -> Actor:
    """The person in whose name rows are taken in."""
    return Actor(kind=ActorKind.STAFF, id=made.imported_by, name=made.imported_by_name, role="owner")


def _taken(work: Work, made: TableImport, rows: Sequence[ImportRow]) -> Iterator[Outcome]:
    if made.kind is ImportKind.LEADS:
        yield from take_leads(work, rows=[row.said for row in rows], options=Options(**made.options))
        return
    for row in rows:  # what became of a row is settled before the next is looked at
        yield attempt(work, lambda row=row: _taken_alone(work, made.kind, row))


def _taken_alone(work: Work, kind: ImportKind, row: ImportRow) -> Outcome:
    if kind is ImportKind.SPEND:
        return take_spend(work, said=row.said)
    return take_client(work, said=row.said, with_client=_client_made_by(work, row), planned=reason_of(row.reason))


def _client_made_by(work: Work, row: ImportRow) -> str:
    """The client of the earlier row that this one belongs to; empty: none."""
    if row.client_of is None:
        return ""
    query = select(ImportRow).where(ImportRow.import_id == row.import_id, ImportRow.position == row.client_of)
    earlier = work.session.exec(query).first()
    return str(earlier.made.get("client_id", "")) if earlier else ""


def _stored(work: Work, import_id: str, row: PlannedRow) -> dict[str, Any]:
    return {
        "id": work.new_id(),
        "import_id": import_id,
        "position": row.line,
        "said": dict(row.said),
        "state": row.state if row.state in _SETTLED else RowState.PENDING,
        "reason": row.reason.as_json() if row.reason else {},
        "client_of": row.client_of,
        "made": {},
    }
