"""Use cases: what a document says to its client, and what was saved in it since (decision 0046)."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select

from studio_app.core.errors import NotFound, Stale, StudioError
from studio_app.core.status import IllegalTransition, advance
from studio_app.domain.actors import ActorKind
from studio_app.domain.documents.kinds import CLOSED, DocumentStatus
from studio_app.domain.documents.models import Document, DocumentRevision, DocumentView, WorkingCopy
from studio_app.domain.documents.search_text import index_document
from studio_app.domain.documents.working_copies import drop_copy, find_copy, keep_copy, rebase_copy
from studio_app.domain.timeline.events.documents import DocumentEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LOOKS_AN_HOUR = 60
"""Looks at a document that are kept one by one; of what a program adds the last one is known."""
_HOUR = timedelta(hours=1)


class DocumentFrozen(StudioError):
    """The document is accepted, signed, paid or void: it is changed by a new one, never edited."""

    code = "document_frozen"
    status = 409


class DocumentChanged(StudioError):
    """The client answered to a revision that is no longer the current one."""

    code = "document_changed"
    status = 409


class DocumentEdited(Stale):
    """A colleague has changed what the actor was editing; nothing of the actor's was saved."""

    code = "document_edited"


class NothingToPublish(StudioError):
    """The client sees already what was saved last."""

    code = "nothing_to_publish"
    status = 409


def save_content(work: Work, document: Document, content: dict[str, Any]) -> int:
    """Store what a person of the studio writes, and return the document's revision.

    A draft keeps one revision that is overwritten. What is saved in a published document stays in its working copy,
    which its client does not see, until `publish_changes`; saving what is published leaves no copy.
    Raises DocumentFrozen.
    """
    if document.status in CLOSED:
        raise DocumentFrozen
    if document.published_at is None:
        return _write(work, document, content)
    if content == content_of(work, document):
        drop_copy(work, document)
    else:
        keep_copy(work, document, content)
    return document.revision


def revise(work: Work, document: Document, content: dict[str, Any]) -> int:
    """Store what a client, or the system, writes into the document itself, and return its revision number.

    It is seen at once: a published document gets its next revision, and `<kind>.changed` is recorded. A working copy
    says it too, and keeps what was changed there. Saving the same content again changes nothing.
    Raises DocumentFrozen.
    """
    if document.status in CLOSED:
        raise DocumentFrozen
    was = content_of(work, document) if document.revision else None
    revision = _write(work, document, content)
    if was is not None:
        rebase_copy(work, document, was=was, now=content)
    return revision


def publish_changes(work: Work, document: Document) -> int:
    """Make the working copy the next revision and return its number; records `<kind>.changed`.

    Raises what `require_changes` raises.
    """
    revision = _write(work, document, require_changes(work, document).content)
    drop_copy(work, document)
    return revision


def require_changes(work: Work, document: Document) -> WorkingCopy:
    """The working copy that can be published now.

    Raises DocumentFrozen once the client has agreed, IllegalTransition where the document is not with the client,
    NothingToPublish without a copy.
    """
    if document.status in CLOSED:
        raise DocumentFrozen
    if document.status is not DocumentStatus.PUBLISHED:
        raise IllegalTransition(current=document.status.value, target=DocumentStatus.PUBLISHED.value)
    copy = find_copy(work, document)
    if copy is None:
        raise NothingToPublish
    return copy


def working_content(work: Work, document: Document) -> dict[str, Any]:
    """What the people of the studio write on: the working copy of an open document, else what it says. Raises NotFound.

    Nothing is written on a closed document: a copy that was not published before is left beside it.
    """
    copy = None if document.status in CLOSED else find_copy(work, document)
    return content_of(work, document) if copy is None else copy.content


def content_of(work: Work, document: Document, *, revision: int | None = None) -> dict[str, Any]:
    """What the document says to its client, now or at `revision`. Raises NotFound."""
    row = work.session.get(DocumentRevision, (document.id, revision or document.revision))
    if row is None:
        raise NotFound
    return row.content


def publish(work: Work, document: Document) -> None:
    """Make a draft (or a declined document) visible at its link, with what was saved; records `<kind>.published`."""
    set_status(work, document, DocumentStatus.PUBLISHED)
    copy = find_copy(work, document)
    if copy is not None:
        _add(work, document, copy.content)
        drop_copy(work, document)
    document.published_at = work.now()
    index_document(work, document)
    _record(work, document, document.kind.published)


def require_current(document: Document, *, revision: int) -> None:
    """Raise DocumentChanged unless `revision` is what the document says now."""
    if document.revision != revision:
        raise DocumentChanged(revision=document.revision)


def set_status(work: Work, document: Document, status: DocumentStatus) -> None:
    """The one setter of a document's status. Raises IllegalTransition where its kind knows no such step."""
    document.status = advance(document.status, status, document.kind.transitions)
    if status in CLOSED or status is DocumentStatus.DECLINED:
        document.closed_at = work.now()
    else:
        document.closed_at = None


def note_view(work: Work, document: Document, *, revision: int) -> None:
    """Count a look of at least three seconds by a person who is not staff; the first one is an event."""
    if work.actor.kind is not ActorKind.CLIENT or not 1 <= revision <= document.revision:
        return
    first = document.first_seen_at is None
    document.first_seen_at = document.first_seen_at or work.now()
    document.last_seen_at = work.now()
    document.last_seen_revision = max(document.last_seen_revision, revision)
    if _looked_at(work, document) < LOOKS_AN_HOUR:
        _add_look(work, document, revision)
    if first:
        _record(work, document, document.kind.seen)


def _write(work: Work, document: Document, content: dict[str, Any]) -> int:
    current = work.session.get(DocumentRevision, (document.id, document.revision)) if document.revision else None
    if current is not None and current.content == content:
        return document.revision
    if current is not None and document.published_at is None:
        current.content = content
        current.saved_at = work.now()
        current.saved_by = work.actor.id
        return document.revision
    _add(work, document, content)
    if document.published_at is not None and document.kind.changed is not None:
        _record(work, document, document.kind.changed)
    return document.revision


def _add(work: Work, document: Document, content: dict[str, Any]) -> None:
    document.revision += 1
    work.session.add(
        DocumentRevision(
            document_id=document.id,
            revision=document.revision,
            content=content,
            saved_at=work.now(),
            saved_by=work.actor.id,
        )
    )


def _add_look(work: Work, document: Document, revision: int) -> None:
    work.session.add(
        DocumentView(
            id=work.new_id(),
            document_id=document.id,
            revision=revision,
            at=work.now(),
            ip=work.actor.ip,
            user_agent=work.actor.user_agent[:300],
        )
    )


def _looked_at(work: Work, document: Document) -> int:
    lately = col(DocumentView.at).between(work.now() - _HOUR, work.now())
    return work.session.exec(
        select(func.count()).select_from(DocumentView).where(DocumentView.document_id == document.id, lately)
    ).one()


def _record(work: Work, document: Document, event: type[DocumentEvent]) -> None:
    record(
        work,
        event(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
        ),
    )
