"""The working copy of a published document: what was saved in it and is not published yet."""

from typing import Any, cast

from sqlmodel import select

from studio_app.domain.documents.models import Document, WorkingCopy
from studio_app.domain.work import Work

_NOTHING = object()


def find_copy(work: Work, document: Document) -> WorkingCopy | None:
    """The working copy of a document; None where all that was saved is published."""
    return work.session.get(WorkingCopy, document.id)


def copied_of(work: Work, *, deal_id: str) -> frozenset[str]:
    """The documents of the deal, by id, that have a working copy."""
    query = select(WorkingCopy.document_id).join(Document).where(Document.deal_id == deal_id)
    return frozenset(work.session.exec(query))


def keep_copy(work: Work, document: Document, content: dict[str, Any]) -> None:
    """Keep `content` beside what the document says at its newest revision."""
    copy = find_copy(work, document)
    if copy is not None and copy.content == content:
        return
    if copy is None:
        copy = WorkingCopy(document_id=document.id, revision=document.revision, content=content, saved_at=work.now())
        work.session.add(copy)
    copy.content, copy.saved_at, copy.saved_by = content, work.now(), work.actor.id


def drop_copy(work: Work, document: Document) -> None:
    """Forget the working copy; nothing where there is none."""
    copy = find_copy(work, document)
    if copy is not None:
        work.session.delete(copy)
        work.session.flush()  # else it is still found in this transaction


def rebase_copy(work: Work, document: Document, *, was: dict[str, Any], now: dict[str, Any]) -> None:
    """Carry what the newest revision, `now`, says otherwise than the one before into the working copy."""
    copy = find_copy(work, document)
    if copy is None:
        return
    copy.content, copy.revision = carried(copy.content, was=was, now=now), document.revision
    if copy.content == now:
        drop_copy(work, document)


def carried(mine: Any, *, was: Any, now: Any) -> Any:
    """`mine` with all that changed from `was` to `now`, field by field; what both changed stays mine. Pure.

    JSON values. A list is one value: whoever changed it has changed all of it.
    """
    if not all(isinstance(one, dict) for one in (mine, was, now)):
        return now if mine == was else mine
    ours, before, after = cast("tuple[dict[str, Any], dict[str, Any], dict[str, Any]]", (mine, was, now))
    fields = {
        name: carried(ours.get(name, _NOTHING), was=before.get(name, _NOTHING), now=after.get(name, _NOTHING))
        for name in (*ours, *(name for name in after if name not in ours))
    }
    return {name: value for name, value in fields.items() if value is not _NOTHING}
