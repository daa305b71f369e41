"""Tables that all client-facing documents share."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import EnumText, Json, Table, UtcDateTime
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus, KindText


class Document(Table, table=True):
    """A brief, proposal, contract or invoice as the client meets it: one link, one status."""

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", index=True, max_length=32)
    kind: DocumentKind = Field(sa_type=KindText)
    status: DocumentStatus = Field(default=DocumentStatus.DRAFT, sa_type=EnumText(DocumentStatus))
    number: str = Field(default="", max_length=40)
    title: str = Field(default="", max_length=200)
    locale: str = Field(default="ru", max_length=8)
    nonce: str = Field(max_length=32)
    token_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 0  # number of the newest revision; 0: nothing written yet
    created_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_revision: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # accepted, signed, paid…


class FormerLink(Table, table=True):
    """What is left of a link that was replaced: it opens nothing, and is known by its hash only."""

    token_hash: str = Field(primary_key=True, max_length=64)
    document_id: str = Field(foreign_key="document.id", max_length=32)
    replaced_at: datetime = Field(sa_type=UtcDateTime)


class DocumentRevision(Table, table=True):
    """The content at one revision: a typed context as JSON, from which page and PDF are rendered."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    revision: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: str = Field(default="", max_length=32)


class WorkingCopy(Table, table=True):
    """What was saved in a published document and is not published yet: no client ever sees it (decision 0046)."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    revision: int  # what it was made from, and says besides what was changed in it
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: str = Field(default="", max_length=32)


class DocumentView(Table, table=True):
    """A person looked at the page for at least three seconds; staff and scanners are not counted."""

    id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", index=True, max_length=32)
    revision: int
    at: datetime = Field(sa_type=UtcDateTime)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)


class Consent(Table, table=True):
    """What the client agreed to (or declined), with everything needed to prove it later."""

    __table_args__ = (UniqueConstraint("document_id", "kind"),)

    id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", index=True, max_length=32)
    kind: str = Field(max_length=16)  # accept, sign, decline
    revision: int
    text: str  # the exact sentence agreed to
    name: str = Field(default="", max_length=160)
    channel: str = Field(default="", max_length=254)  # where the code went
    at: datetime = Field(sa_type=UtcDateTime)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)


class FrozenCopy(Table, table=True):
    """The exact bytes the client signed or was issued; never changed."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    revision: int = Field(primary_key=True)
    html: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    html_sha256: str = Field(max_length=64)
    pdf: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    pdf_sha256: str = Field(default="", max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


class SigningCode(Table, table=True):
    """A one-time code bound to one revision of a contract; only its hash is kept."""

    id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", index=True, max_length=32)
    revision: int
    html_sha256: str = Field(max_length=64)  # of what was on the page when the code was asked for
    code_hash: str = Field(max_length=64)
    sent_to: str = Field(max_length=254)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
