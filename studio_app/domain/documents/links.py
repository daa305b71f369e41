"""Use cases: the link of a document. Unknown, revoked and expired links are all the same: not found."""

from datetime import datetime

from sqlmodel import select

from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.documents.models import Document, DocumentKind, DocumentStatus
from studio_app.domain.timeline import record
from studio_app.domain.work import Work


def link_token(work: Work, document: Document) -> str:
    """The token of the document's current link, derived anew; it is stored nowhere."""
    return work.links.derive(document.nonce)


def link_path(work: Work, document: Document) -> str:
    """The address of the document on our site: /b/… for briefs, /d/… for the rest."""
    prefix = "b" if document.kind is DocumentKind.BRIEF else "d"
    return f"/{prefix}/{link_token(work, document)}"


def find_by_token(work: Work, *, token: str) -> Document:
    """The document that a client's link opens. Raises NotFound; drafts and voided drafts are not found."""
    document = work.session.exec(select(Document).where(Document.token_hash == token_hash(token))).first()
    if document is None or document.revoked_at is not None or document.published_at is None:
        raise NotFound
    if document.expires_at is not None and document.expires_at <= work.now():
        raise NotFound
    return document


def revoke_link(work: Work, *, document_id: str) -> None:
    """Close the current link for good and make a new one; who has the old one finds nothing."""
    document = get_document(work, document_id)
    document.nonce = work.links.new_nonce()
    document.token_hash = token_hash(work.links.derive(document.nonce))
    record(work, "document.link_renewed", deal_id=document.deal_id, document_id=document.id, document=document.kind)


def get_document(work: Work, document_id: str, *, kind: DocumentKind | None = None) -> Document:
    """The row of a document, of the given kind. Raises NotFound."""
    document = work.session.get(Document, document_id)
    if document is None or (kind is not None and document.kind is not kind):
        raise NotFound
    return document


def new_document(
    work: Work,
    *,
    deal_id: str,
    kind: DocumentKind,
    title: str,
    locale: str,
    expires_at: datetime | None = None,
) -> Document:
    """Add a draft with a fresh link. The caller records its own event."""
    nonce = work.links.new_nonce()
    document = Document(
        id=work.new_id(),
        deal_id=deal_id,
        kind=kind,
        status=DocumentStatus.DRAFT,
        title=title,
        locale=locale,
        nonce=nonce,
        token_hash=token_hash(work.links.derive(nonce)),
        expires_at=expires_at,
        created_at=work.now(),
    )
    work.session.add(document)
    work.session.flush()
    return document
