"""Use cases: files that could not be read are kept for a while, looked at, read in another way, or forgotten."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import col, delete, func, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.files.digests import digest_of
from studio_app.domain.statements.lines import BadStatement
from studio_app.domain.statements.models import RefusedStatement, UploadedStatement
from studio_app.domain.statements.schemas import RefusedView
from studio_app.domain.statements.uploads import drop_upload
from studio_app.domain.work import Work

KEPT_FOR = timedelta(days=30)
_MOST = 50
"""Files kept at most: a full list would be read by nobody."""
_NEWEST = (col(RefusedStatement.refused_at).desc(), col(RefusedStatement.id).desc())


def keep_refused(work: Work, *, problem: BadStatement) -> None:
    """Keep the actor's waiting file with the reason for which it could not be read; again: with the last reason.

    Does nothing without a waiting file. Raises Forbidden.
    """
    require(work, Permission.KEEP_BOOKS)
    upload = work.session.get(UploadedStatement, work.actor.id)
    if upload is None:
        return
    digest = digest_of(upload.raw)
    row = _by_digest(work, digest)
    if row is None:
        row = RefusedStatement(
            id=work.new_id(),
            digest=digest,
            file_name=upload.file_name,
            raw=upload.raw,
            reason="",
            refused_at=work.now(),
            uploaded_by=work.actor.id,
            uploaded_by_name=work.actor.name,
        )
    row.reason, row.params = problem.reason, {"line": problem.line, "value": problem.params["value"]}
    row.columns, row.answers = dict(upload.columns), dict(upload.answers)
    work.session.add(row)
    work.session.flush()
    _forget_old(work)


def list_refused(work: Work) -> tuple[RefusedView, ...]:
    """Query: the files that could not be read, newest first. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    size: Any = func.length(col(RefusedStatement.raw))  # told by the database
    query = select(RefusedStatement, size).options(_unread())
    rows = work.session.exec(query.order_by(*_NEWEST).limit(_MOST)).all()
    return tuple(
        RefusedView(
            id=row.id,
            file_name=row.file_name,
            size=size,
            refused_at=row.refused_at,
            uploaded_by=row.uploaded_by_name,
            problem=BadStatement(row.reason, line=row.params.get("line", 0), value=row.params.get("value", "")),
        )
        for row, size in rows
    )


def refused_file(work: Work, *, refused_id: str) -> tuple[str, bytes]:
    """Query: the name and the bytes of such a file, as they came. Raises Forbidden, NotFound."""
    row = _get(work, refused_id)
    return row.file_name, row.raw


def reopen_refused(work: Work, *, refused_id: str) -> None:
    """Let the file wait for a decision again, with what was told about it. Raises Forbidden, NotFound."""
    row = _get(work, refused_id)
    drop_upload(work)
    work.session.add(
        UploadedStatement(
            user_id=work.actor.id,
            file_name=row.file_name,
            raw=row.raw,
            columns=dict(row.columns),
            answers=dict(row.answers),
            uploaded_at=work.now(),
        )
    )


def forget_refused(work: Work, *, refused_id: str) -> None:
    """Throw the file away. Raises Forbidden, NotFound."""
    work.session.delete(_get(work, refused_id))


def finish_upload(work: Work, *, digest: str) -> None:
    """Forget the file of that digest, which was taken in: it waits no more, and was never refused. Raises Forbidden.

    Another one that waits by now waits on.
    """
    require(work, Permission.KEEP_BOOKS)
    refused = _by_digest(work, digest)
    if refused is not None:
        work.session.delete(refused)
    upload = work.session.get(UploadedStatement, work.actor.id)
    if upload is not None and digest_of(upload.raw) == digest:
        drop_upload(work)


def _get(work: Work, refused_id: str) -> RefusedStatement:
    require(work, Permission.KEEP_BOOKS)
    row = work.session.get(RefusedStatement, refused_id)
    if row is None:
        raise NotFound
    return row


def _by_digest(work: Work, digest: str) -> RefusedStatement | None:
    known = select(RefusedStatement).where(RefusedStatement.digest == digest)
    return work.session.exec(known.options(_unread())).first()


def _unread() -> Any:
    """Leaves the bytes in the database: megabytes that a list or a new reason have no use for."""
    return defer(cast("Any", RefusedStatement.raw))


def _forget_old(work: Work) -> None:
    old = work.now() - KEPT_FOR
    surplus = work.session.exec(select(RefusedStatement.id).order_by(*_NEWEST).offset(_MOST)).all()
    gone = col(RefusedStatement.id).in_(surplus) | (col(RefusedStatement.refused_at) < old)
    work.session.exec(delete(RefusedStatement).where(gone))
