"""Query: the documents of a deal as the people of the studio see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document, DocumentKind, DocumentStatus
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text. `path` is the client's link on our site; `seen_at` the last look."""

    id: str
    kind: DocumentKind
    status: DocumentStatus
    number: str
    title: str
    revision: int
    path: str
    created_at: datetime
    published_at: datetime | None
    seen_at: datetime | None
    seen_revision: int
    closed_at: datetime | None


def documents_of(work: Work, *, deal_id: str) -> tuple[DocumentSummary, ...]:
    """The documents of the deal, oldest first."""
    query = select(Document).where(Document.deal_id == deal_id).order_by(col(Document.created_at), col(Document.id))
    return tuple(
        DocumentSummary(
            id=row.id,
            kind=row.kind,
            status=row.status,
            number=row.number,
            title=row.title,
            revision=row.revision,
            path=link_path(work, row),
            created_at=row.created_at,
            published_at=row.published_at,
            seen_at=row.last_seen_at,
            seen_revision=row.last_seen_revision,
            closed_at=row.closed_at,
        )
        for row in work.session.exec(query)
    )
