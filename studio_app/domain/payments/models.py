"""Tables of payments: attempts, refunds, disputes, payouts and the webhook inbox."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime
from studio_app.domain.payments.kinds import (
    AttemptStatus,
    DisputeStatus,
    RefundStatus,
    Way,
)


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
    link_hash: str = Field(default="", max_length=64)  # of the link to which the provider sends the client back
    accepted_by: str = Field(default="", max_length=32)  # who took what the provider tells instead of what was asked
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=300)
    way: Way | None = Field(default=None, sa_type=EnumText(Way), nullable=True)  # by which it was paid, where told
    receipt_url: str = Field(default="", max_length=500)  # the provider's own receipt
    fiscal_mark: str = Field(default="", max_length=120)  # by which the fiscal receipt is found at the tax service


class PaymentRefund(Table, table=True):
    """Money to be given back through a provider; the row exists before the provider is asked."""

    id: str = Field(primary_key=True, max_length=32)
    entry_id: str = Field(foreign_key="ledger_entry.id", index=True, max_length=32)  # the payment
    attempt_id: str = Field(foreign_key="payment_attempt.id", index=True, max_length=32)
    status: RefundStatus = Field(default=RefundStatus.CREATING, sa_type=EnumText(RefundStatus))
    amount: int = Field(sa_type=BigInt)  # positive
    currency: str = Field(max_length=3)
    idempotency_key: str = Field(unique=True, max_length=80)
    provider_ref: str = Field(default="", index=True, max_length=255)
    reason: str = Field(default="", max_length=300)
    requested_by: str = Field(default="", max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=300)


class PaymentDispute(Table, table=True):
    """A payer's objection at their bank, as the provider tells it."""

    __table_args__ = (UniqueConstraint("provider", "provider_ref"),)

    id: str = Field(primary_key=True, max_length=32)
    attempt_id: str = Field(foreign_key="payment_attempt.id", index=True, max_length=32)
    provider: str = Field(max_length=20)
    provider_ref: str = Field(max_length=255)
    status: DisputeStatus = Field(sa_type=EnumText(DisputeStatus))
    amount: int = Field(sa_type=BigInt)  # positive
    currency: str = Field(max_length=3)
    reason: str = Field(default="", max_length=80)
    answer_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProviderPayout(Table, table=True):
    """Money on its way from a provider to the studio's bank account."""

    __table_args__ = (UniqueConstraint("provider", "provider_ref"),)

    id: str = Field(primary_key=True, max_length=32)
    provider: str = Field(max_length=20)
    provider_ref: str = Field(max_length=255)
    amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    status: str = Field(max_length=20)
    sent_at: datetime = Field(sa_type=UtcDateTime, index=True)
    arrives_on: date


class ProviderEvent(Table, table=True):
    """The webhook inbox: stored once, acknowledged at once, handled by a job."""

    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        Index(
            "ix_provider_event_waiting",
            "received_at",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    provider: str = Field(max_length=20)
    event_id: str = Field(max_length=255)
    refs: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(default="", max_length=300)
    meta: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
