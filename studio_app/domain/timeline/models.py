"""The table of the timeline: one row a change, written in the transaction of the change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from studio_app.domain.actors import ActorKind
from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime


class TimelineEvent(Table, table=True):
    """One change in the business; the history, the audit log and the feed of everything live."""

    __table_args__ = (
        Index("ix_timeline_event_deal_id", "deal_id", "id"),
        Index("ix_timeline_event_kind_at", "kind", "at", "deal_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInt, primary_key=True, autoincrement=True))
    deal_id: str | None = Field(default=None, foreign_key="deal.id", max_length=32)
    kind: str = Field(max_length=48)
    actor_kind: ActorKind = Field(sa_type=EnumText(ActorKind))
    actor_id: str = Field(default="", max_length=32)
    actor_name: str = Field(default="", max_length=160)
    ip: str = Field(default="", max_length=64)
    user_agent: str = Field(default="", max_length=300)
    at: datetime = Field(sa_type=UtcDateTime)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
