"""The timeline: one row a change, written in the transaction of the change, and the reactions it sets off."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field

from studio_app.domain.actors import SYSTEM, ActorKind
from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime
from studio_app.domain.work import Work


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


def record(work: Work, kind: str, *, deal_id: str | None, **payload: Any) -> TimelineEvent:
    """Write the event `kind` (`noun.past_participle`) with a JSON payload and run its reactions.

    Reactions run in the same transaction, in the order in which `bootstrap` subscribed them, and in
    the name of the system: what follows by itself is nobody's act. Rights are checked before.
    """
    event = TimelineEvent(
        deal_id=deal_id,
        kind=kind,
        actor_kind=work.actor.kind,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        ip=work.actor.ip,
        user_agent=work.actor.user_agent[:300],
        at=work.now(),
        payload=payload,
    )
    work.session.add(event)
    work.events.append(event)
    _react(work, event)
    return event


def _react(work: Work, event: TimelineEvent) -> None:
    actor, work.actor = work.actor, SYSTEM
    try:
        for reaction in work.reactions.get(event.kind, ()):
            reaction(work, event)
    finally:
        work.actor = actor
