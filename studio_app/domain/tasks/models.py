"""The table of tasks: what somebody is to do next for a deal."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from studio_app.domain.columns import EnumText, Table, UtcDateTime
from studio_app.domain.tasks.kinds import TaskKind


class Task(Table, table=True):
    """A next step: planned by a person, or raised where something needs one."""

    __table_args__ = (Index("ix_task_open_due", "done_at", "due_at"),)

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", index=True, max_length=32)
    assignee_id: str = Field(foreign_key="user.id", index=True, max_length=32)
    kind: TaskKind = Field(default=TaskKind.OWN, sa_type=EnumText(TaskKind))
    title: str = Field(max_length=200)  # empty unless the words are its own
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
