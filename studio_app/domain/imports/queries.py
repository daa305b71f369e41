"""Queries: the imports with what became of their rows, and the rows of one for its report."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.models import ImportRow, TableImport
from studio_app.domain.imports.schemas import ImportView, RowView, reason_of
from studio_app.domain.work import Work

PAGE = 20


def list_imports(work: Work, *, limit: int = PAGE) -> tuple[ImportView, ...]:
    """The newest imports. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    query = select(TableImport).order_by(col(TableImport.imported_at).desc(), col(TableImport.id).desc())
    return _views(work, work.session.exec(query.limit(limit)).all())


def get_import(work: Work, *, import_id: str) -> ImportView:
    """One import. Raises Forbidden, NotFound."""
    require(work, Permission.IMPORT_LISTS)
    row = work.session.get(TableImport, import_id)
    if row is None:
        raise NotFound
    return _views(work, [row])[0]


def import_rows(work: Work, *, import_id: str, after: int = 0, limit: int = 1000) -> tuple[RowView, ...]:
    """The rows of an import below the line `after`, in the order of the file. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    query = select(ImportRow).where(ImportRow.import_id == import_id, col(ImportRow.position) > after)
    rows = work.session.exec(query.order_by(col(ImportRow.position)).limit(limit))
    return tuple(
        RowView(
            line=row.position,
            said=row.said,
            state=row.state,
            reason=reason_of(row.reason),
            client_id=str(row.made.get("client_id", "")),
            deal_id=str(row.made.get("deal_id", "")),
        )
        for row in rows
    )


def all_rows(work: Work, *, import_id: str) -> Iterator[RowView]:
    """Every row of an import, page by page."""
    after = 0
    while page := import_rows(work, import_id=import_id, after=after):
        yield from page
        after = page[-1].line


def _views(work: Work, rows: Sequence[TableImport]) -> tuple[ImportView, ...]:
    states = select(ImportRow.import_id, ImportRow.state, func.count())
    states = states.where(col(ImportRow.import_id).in_([row.id for row in rows]))
    counts: dict[str, dict[RowState, int]] = defaultdict(dict)
    for import_id, state, count in work.session.exec(states.group_by(ImportRow.import_id, ImportRow.state)):
        counts[import_id][RowState(state)] = count
    return tuple(
        ImportView(
            id=row.id,
            kind=row.kind,
            file_name=row.file_name,
            rows=row.rows,
            imported_at=row.imported_at,
            imported_by=row.imported_by_name,
            finished=row.finished_at is not None,
            undone=row.undone_at is not None,
            by_state=counts[row.id],
        )
        for row in rows
    )
