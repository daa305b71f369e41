"""Query: the documents of all deals of a client."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.work import Work

LIMIT = 100


@dataclass(frozen=True, slots=True)
class ClientDocument:
    """A document and the deal it belongs to; `path` is empty while it is a draft."""

    id: str
    deal_id: str
    deal_number: int
    kind: DocumentKind
    status: DocumentStatus
    number: str
    title: str
    path: str
    changed_at: datetime  # when it last took a step: made, published, seen, closed


def documents_of_client(work: Work, *, client_id: str) -> tuple[ClientDocument, ...]:
    """The newest documents of the client's deals."""
    rows = work.session.exec(
        select(Document, Deal.number)
        .join(Deal, col(Deal.id) == col(Document.deal_id))
        .where(Deal.client_id == client_id)
        .order_by(col(Document.created_at).desc(), col(Document.id).desc())
        .limit(LIMIT)
    )
    return tuple(
        ClientDocument(
            id=document.id,
            deal_id=document.deal_id,
            deal_number=deal_number,
            kind=document.kind,
            status=document.status,
            number=document.number,
            title=document.title,
            path=link_path(work, document) if document.published_at else "",
            changed_at=document.closed_at or document.last_seen_at or document.published_at or document.created_at,
        )
        for document, deal_number in rows
    )
