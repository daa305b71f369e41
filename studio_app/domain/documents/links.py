"""Use cases: the link of a document. Unknown, replaced and expired links are all the same: not found."""

from datetime import datetime

from sqlmodel import select

from studio_app.core.errors import NotFound, StudioError
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document, FormerLink
from studio_app.domain.timeline.events.documents import DocumentLinkRenewed
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


class LinkReplaced(StudioError):
    """The link that the person saw has been replaced meanwhile: nothing was done."""

    code = "link_replaced"
    status = 409


def link_token(work: Work, document: Document) -> str:
    """The token of the document's current link, derived anew; it is stored nowhere."""
    return work.links.derive(document.nonce)


def link_path(work: Work, document: Document) -> str:
    """The address of the document on our site."""
    return path_of(document.kind, link_token(work, document))


def path_of(kind: DocumentKind, token: str) -> str:
    """The address behind a link's token."""
    return f"/{kind.link}/{token}"


def find_by_token(work: Work, *, token: str) -> Document:
    """The document that a client's link opens. Raises NotFound; drafts and voided drafts are not found."""
    document = work.session.exec(select(Document).where(Document.token_hash == token_hash(token))).first()
    if document is None or not is_open(work, document):
        raise NotFound
    return document


def path_at(work: Work, *, token: str) -> str:
    """The address of the document that a client's link opens; empty where it opens none."""
    try:
        return link_path(work, find_by_token(work, token=token))
    except NotFound:
        return ""


def locale_at(work: Work, *, token: str) -> str:
    """The language of the document that a client's link opens; empty where it opens none."""
    try:
        return find_by_token(work, token=token).locale
    except NotFound:
        return ""


def is_open(work: Work, document: Document) -> bool:
    """Whether the document's current link shows it to the client."""
    if document.revoked_at is not None or document.published_at is None:
        return False
    return document.expires_at is None or document.expires_at > work.now()


def replace_link(work: Work, *, document_id: str, link_hash: str = "") -> None:
    """Close the current link for good and make a new one; who has the old one finds nothing.

    Of the old one only the hash is kept: it opens nothing, but whoever holds it may ask for the new one.
    `link_hash` is of the link that the person saw. Raises NotFound for what is not before the client, LinkReplaced
    where somebody has replaced that one already.
    """
    require(work, Permission.SEND_DOCUMENTS)
    document = work.session.get(Document, document_id, with_for_update=True)
    if document is None or document.published_at is None:
        raise NotFound
    if link_hash and link_hash != document.token_hash:
        raise LinkReplaced
    work.session.add(FormerLink(token_hash=document.token_hash, document_id=document.id, replaced_at=work.now()))
    document.nonce = work.links.new_nonce()
    document.token_hash = token_hash(work.links.derive(document.nonce))
    record(work, DocumentLinkRenewed(deal_id=document.deal_id, document_id=document.id, document=document.kind.key))


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
