"""Reaction: a deal carries the kind and the state of its newest document, for the board to show."""

from collections.abc import Iterator

from sqlmodel import col, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import KINDS, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.timeline.events.documents import DocumentEvent
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def shown_after() -> Iterator[type[DocumentEvent]]:
    """Events after which the newest document, or its state, may be another."""
    for kind in KINDS.values():
        yield from (kind.published, kind.seen, *kind.moved_by)


def show_newest_document(work: Work, recorded: Recorded[DocumentEvent]) -> None:
    """Keep `Deal.document` as `proposal published`; a published one that the client has opened is `seen`."""
    work.session.flush()
    deal = work.session.get(Deal, recorded.event.deal_id)
    if deal is None:
        return
    query = select(Document).where(Document.deal_id == deal.id, Document.status != DocumentStatus.VOID)
    newest = work.session.exec(
        query.order_by(col(Document.created_at).desc(), col(Document.id).desc()).limit(1)
    ).first()
    deal.document = f"{newest.kind} {_state(newest)}" if newest else ""


def _state(document: Document) -> str:
    if document.status is DocumentStatus.PUBLISHED and document.first_seen_at is not None:
        return "seen"
    return document.status.value
