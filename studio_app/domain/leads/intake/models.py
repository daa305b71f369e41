"""Tables of leads: what came in, word for word, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from studio_app.domain.columns import EnumText, Json, Table, UtcDateTime
from studio_app.domain.leads.intake.kinds import LeadState


class Lead(Table, table=True):
    """What came in, word for word; the source is never overwritten."""

    __table_args__ = (Index("ix_lead_deal", "deal_id", "id"), Index("ix_lead_state", "state", "id"))

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str | None = Field(default=None, foreign_key="deal.id", max_length=32)
    state: LeadState = Field(default=LeadState.WAITING, sa_type=EnumText(LeadState))
    doubts: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    received_at: datetime = Field(sa_type=UtcDateTime)
    name: str = Field(max_length=160)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    company: str = Field(default="", max_length=200)
    message: str = ""
    source: str = Field(default="", max_length=80)
    form: str = Field(default="", max_length=40)  # key of the form it was sent by
    referrer: str = Field(default="", max_length=500)  # the page it was sent from
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    utm: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    locale: str = Field(default="ru", max_length=8)
    fingerprint: str = Field(index=True, max_length=64)  # SHA-256 of the normalised content
    idempotency_key: str | None = Field(default=None, unique=True, max_length=200)
    consent_version: str = Field(default="", max_length=80)  # version and hash of the consent text
    consent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)
    wrote_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)  # see intake/first_letters.py


class LeadGuard(Table, table=True):
    """The newest lead of one content or idempotency key; two posts of the same lead collide on its row."""

    key: str = Field(primary_key=True, max_length=80)
    lead_id: str = Field(max_length=32)
    received_at: datetime = Field(sa_type=UtcDateTime)
