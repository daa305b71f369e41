"""Tables of forms, conversations and of the time until somebody answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import EnumText, Json, Table, UtcDateTime
from studio_app.domain.leads.kinds import (
    ConversationKind,
    LetterState,
    Sending,
)


class LeadResponse(Table, table=True):
    """How long a lead has waited for the studio's first word."""

    __table_args__ = (Index("ix_lead_response_open", "answered_at", "escalated_at", "due_at"),)

    deal_id: str = Field(primary_key=True, foreign_key="deal.id", max_length=32)
    since: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)  # the end of the norm, counted in working time
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: str = Field(default="", max_length=48)  # the kind of event
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeadForm(Table, table=True):
    """A form that the owner has built; what it asks and says stands in JSON, see forms.py."""

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(unique=True, max_length=40)  # in its address
    name: str = Field(max_length=80)  # for the studio itself
    channel_id: str = Field(foreign_key="channel.id", max_length=32)
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    active: bool = True
    version: int = 1
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Conversation(Table, table=True):
    """A thread of letters, or a chat; it belongs to a lead, and to a deal as soon as there is one."""

    id: str = Field(primary_key=True, max_length=32)
    kind: ConversationKind = Field(sa_type=EnumText(ConversationKind))
    address: str = Field(index=True, max_length=254)  # e-mail address, or id of the chat
    name: str = Field(default="", max_length=160)
    lead_id: str | None = Field(default=None, foreign_key="lead.id", index=True, max_length=32)
    deal_id: str | None = Field(default=None, foreign_key="deal.id", index=True, max_length=32)
    last_at: datetime = Field(sa_type=UtcDateTime)


class Message(Table, table=True):
    """One letter or message of a conversation, as text: the client's, or the studio's answer."""

    __table_args__ = (UniqueConstraint("kind", "external_id"),)

    id: str = Field(primary_key=True, max_length=32)
    conversation_id: str = Field(foreign_key="conversation.id", index=True, max_length=32)
    kind: ConversationKind = Field(sa_type=EnumText(ConversationKind))
    external_id: str = Field(max_length=400)  # Message-ID, or chat and message number
    subject: str = Field(default="", max_length=300)
    text: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    sending: Sending = Field(default=Sending.RECEIVED, sa_type=EnumText(Sending))
    author_id: str = Field(default="", max_length=32)  # of an answer
    author_name: str = Field(default="", max_length=160)
    attempts: int = 0
    problem: str = Field(default="", max_length=300)


class Attachment(Table, table=True):
    """A file that came with a message, until the deal's list of files has it."""

    id: str = Field(primary_key=True, max_length=32)
    message_id: str = Field(foreign_key="message.id", index=True, max_length=32)
    name: str = Field(max_length=200)
    media_type: str = Field(default="", max_length=100)
    size: int = 0  # bytes
    stored_as: str = Field(default="", max_length=64)  # empty: too large, one too many, or of a kind not kept
    sha256: str = Field(default="", max_length=64)
    kept: bool = False  # its bytes are here, and no deal has them yet
    problem: str = Field(default="", max_length=20)  # why its bytes are not kept; see conversations.LeftFile


class Letter(Table, table=True):
    """A letter as it came, for a while: one that was left out, with the reason, or the original of a message."""

    __table_args__ = (Index("ix_letter_state", "state", "came_at"),)

    id: str = Field(primary_key=True, max_length=32)
    external_id: str = Field(unique=True, max_length=400)  # Message-ID
    state: LetterState = Field(sa_type=EnumText(LetterState))
    reason: str = Field(default="", max_length=40)  # why it was left out
    address: str = Field(default="", max_length=254)
    name: str = Field(default="", max_length=160)
    subject: str = Field(default="", max_length=300)
    came_at: datetime = Field(sa_type=UtcDateTime)
    message_id: str | None = Field(default=None, foreign_key="message.id", index=True, max_length=32)
    size: int = 0  # bytes
    stored_as: str = Field(default="", max_length=64)  # empty: there was no room, or its time is over
    sha256: str = Field(default="", max_length=64)
    is_cut: bool = False  # longer than what is fetched of a letter
    encoding: str = Field(default="", max_length=40)  # in which it was read where it does not tell itself
    is_sure: bool = True
    taken_by: str = Field(default="", max_length=160)  # who took it although it had been left out


class Cursor(Table, table=True):
    """How far an outside source has been read."""

    name: str = Field(primary_key=True, max_length=200)
    value: str = Field(default="", max_length=80)
