"""Tables of measures: what the timeline says, laid out so that it can be counted."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Table, UtcDateTime
from studio_app.domain.studio.kinds import StageKind


class StageVisit(Table, table=True):
    """A deal's stay in a stage, from one `deal.moved` to the next. Derived from the timeline only."""

    __table_args__ = (
        Index("ix_stage_visit_deal", "deal_id", "left_at"),
        # each holds all that a figure of the dashboard counts: the rows themselves are not read
        Index("ix_stage_visit_stage", "stage_id", "entered_at", "kind", "left_at", "seconds", "forward", "deal_id"),
        Index(
            "ix_stage_visit_kind",
            "kind",
            "entered_at",
            "left_at",
            "manager_id",
            "channel_id",
            "lost_reason_id",
            "currency",
            "amount",
        ),
        Index("ix_stage_visit_first", "first", "entered_at", "manager_id", "channel_id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", max_length=32)
    stage_id: str = Field(foreign_key="stage.id", max_length=32)
    kind: StageKind = Field(sa_type=EnumText(StageKind))
    first: bool  # the stage the deal was received in: one such visit a deal
    manager_id: str = Field(max_length=32)  # who answered for it, at the end of the visit if it has ended
    channel_id: str = Field(max_length=32)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seconds: int | None = None  # how long the visit took, once it has ended
    forward: bool | None = None  # whether it ended with a step forward along the stages of that day
    lost_reason_id: str | None = Field(default=None, max_length=32)
    amount: int = Field(default=0, sa_type=BigInt)  # of the deal as it entered, minor units
    currency: str = Field(max_length=3)


class Tenure(Table, table=True):
    """How long somebody answered for a deal: money and proposals belong to the manager of their day."""

    __table_args__ = (Index("ix_tenure_deal", "deal_id", "since", "until", "manager_id", "channel_id"),)

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", max_length=32)
    manager_id: str = Field(max_length=32)
    channel_id: str = Field(max_length=32)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: first; money may be dated before the deal
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: still
