"""Queries: documents as they are shown, without their text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.permissions import Permission, may
from studio_app.domain.documents.kinds import CLOSED, DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, link_token, path_of
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.working_copies import copied_of, find_copy
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document at its newest revision. Hashable: equal summaries look the same on every page."""

    id: str
    deal_id: str
    kind: DocumentKind
    status: DocumentStatus
    number: str
    title: str
    locale: str
    token: str
    revision: int
    seen_revision: int  # newest one the client has looked at; 0: none
    seen_at: datetime | None  # the last look
    created_at: datetime
    published_at: datetime | None
    closed_at: datetime | None  # accepted, signed, declined, paid, voided
    has_copy: bool = False  # something was saved in it that is not published; the client's page never asks

    @property
    def is_changed(self) -> bool:
        """Whether the client does not see yet what was saved last."""
        return self.has_copy and self.status not in CLOSED

    @property
    def is_left_over(self) -> bool:
        """Whether it was accepted or signed before what was saved last could be published."""
        return self.has_copy and self.status in CLOSED

    @property
    def path(self) -> str:
        """The client's link on our site."""
        return path_of(self.kind, self.token)

    @property
    def is_seen(self) -> bool:
        """Whether it lies with the client, who has looked at it."""
        return self.status is DocumentStatus.PUBLISHED and self.seen_at is not None

    @property
    def is_before_client(self) -> bool:
        """Whether the client can have seen it, and it still says something."""
        return self.published_at is not None and self.status is not DocumentStatus.VOID

    @property
    def may_be_opened(self) -> bool:
        """Whether a person can look at it as its client does, or will: a form that nobody has got yet shows nothing."""
        if self.status is DocumentStatus.DRAFT:
            return self.kind.is_drawn
        return self.status is not DocumentStatus.VOID

    @property
    def may_be_sent(self) -> bool:
        """Whether the client waits for it, or for another try."""
        return self.status in {DocumentStatus.DRAFT, DocumentStatus.DECLINED}

    @property
    def may_be_edited(self) -> bool:
        """Whether nobody has agreed to what it says yet."""
        return self.status in {DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, DocumentStatus.DECLINED}

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it lies with the client and its kind can be declared void then."""
        return (
            self.status is DocumentStatus.PUBLISHED
            and DocumentStatus.VOID in self.kind.transitions[DocumentStatus.PUBLISHED]
        )


def open_draft(work: Work, *, token: str) -> DocumentSummary:
    """What a link will open once its draft is published. Raises NotFound for everybody but people of the studio."""
    document = work.session.exec(select(Document).where(Document.token_hash == token_hash(token))).first()
    hidden = document is None or document.status is not DocumentStatus.DRAFT or document.revoked_at is not None
    if not may(work.actor, Permission.READ_DEALS) or document is None or hidden:
        raise NotFound
    return summary_of(work, document)


def open_changed(work: Work, *, token: str) -> DocumentSummary:
    """The document at a link in which something is not published yet. Raises NotFound as `open_draft` does."""
    document = work.session.exec(select(Document).where(Document.token_hash == token_hash(token))).first()
    if not may(work.actor, Permission.READ_DEALS) or document is None or document.revoked_at is not None:
        raise NotFound
    if find_copy(work, document) is None:
        raise NotFound
    return summary_of(work, document, has_copy=True)


def read_summary(work: Work, *, document_id: str) -> DocumentSummary:
    """The document for the people of the studio, drafts included. Raises NotFound."""
    document = get_document(work, document_id)
    return summary_of(work, document, has_copy=find_copy(work, document) is not None)


def documents_of(work: Work, *, deal_id: str) -> tuple[DocumentSummary, ...]:
    """The documents of the deal, oldest first."""
    query = select(Document).where(Document.deal_id == deal_id).order_by(col(Document.created_at), col(Document.id))
    copied = copied_of(work, deal_id=deal_id)
    return tuple(summary_of(work, row, has_copy=row.id in copied) for row in work.session.exec(query))


def serves(kind: DocumentKind, documents: Iterable[DocumentSummary]) -> bool:
    """Whether a client who has the deal's document of that kind open does with it what it is for.

    What has a text is read at any time; a form that was sent off is no longer filled in.
    """
    return kind.is_drawn or any(one.kind is kind and one.status is DocumentStatus.PUBLISHED for one in documents)


def summary_of(work: Work, document: Document, *, has_copy: bool = False) -> DocumentSummary:
    """The document as it is shown."""
    return DocumentSummary(
        id=document.id,
        deal_id=document.deal_id,
        kind=document.kind,
        status=document.status,
        number=document.number,
        title=document.title,
        locale=document.locale,
        token=link_token(work, document),
        revision=document.revision,
        seen_revision=document.last_seen_revision,
        seen_at=document.last_seen_at,
        created_at=document.created_at,
        published_at=document.published_at,
        closed_at=document.closed_at,
        has_copy=has_copy,
    )
