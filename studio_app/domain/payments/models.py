"""Tables of payments: attempts and the webhook inbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, UniqueConstraint

from studio_app.core.status import Transitions
from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime


class AttemptStatus(StrEnum):
    """A try to pay through a provider."""

    CREATING = "creating"  # row written, provider not asked yet
    OPEN = "open"  # the client may pay at redirect_url
    PROCESSING = "processing"  # the client is done, the money is on its way
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    QUARANTINED = "quarantined"  # the provider reports something that does not match our row


# Only forwards: whatever order the provider's events come in, the outcome is the same.
ATTEMPT_TRANSITIONS: Transitions[AttemptStatus] = {
    AttemptStatus.CREATING: set(AttemptStatus) - {AttemptStatus.CREATING},
    AttemptStatus.OPEN: set(AttemptStatus) - {AttemptStatus.CREATING, AttemptStatus.OPEN},
    AttemptStatus.PROCESSING: {
        AttemptStatus.PAID,
        AttemptStatus.FAILED,
        AttemptStatus.EXPIRED,
        AttemptStatus.QUARANTINED,
    },
    AttemptStatus.FAILED: {AttemptStatus.PAID, AttemptStatus.QUARANTINED},
    AttemptStatus.EXPIRED: {AttemptStatus.PAID, AttemptStatus.QUARANTINED},
    AttemptStatus.PAID: frozenset(),
    AttemptStatus.QUARANTINED: frozenset(),
}


class PaymentAttempt(Table, table=True):
    """One try to pay one invoice; the row exists before the provider is asked."""

    __table_args__ = (
        # one open attempt per invoice: a second tab gets the stored address
        Index(
            "ux_payment_attempt_open",
            "invoice_id",
            unique=True,
            sqlite_where=text("status IN ('creating', 'open')"),
            postgresql_where=text("status IN ('creating', 'open')"),
        ),
        Index("ix_payment_attempt_ref", "provider", "provider_ref"),
    )

    id: str = Field(primary_key=True, max_length=32)
    invoice_id: str = Field(foreign_key="invoice.document_id", index=True, max_length=32)
    number: int  # 1, 2, 3… within the invoice
    provider: str = Field(max_length=20)
    status: AttemptStatus = Field(default=AttemptStatus.CREATING, sa_type=EnumText(AttemptStatus))
    amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    revision: int  # of the invoice document
    idempotency_key: str = Field(unique=True, max_length=80)
    provider_ref: str = Field(default="", max_length=255)
    redirect_url: str = Field(default="", max_length=2000)
    live_mode: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=300)


class ProviderEvent(Table, table=True):
    """The webhook inbox: stored once, acknowledged at once, handled by a job."""

    __table_args__ = (UniqueConstraint("provider", "event_id"),)

    id: str = Field(primary_key=True, max_length=32)
    provider: str = Field(max_length=20)
    event_id: str = Field(max_length=255)
    refs: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(default="", max_length=300)
    meta: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
