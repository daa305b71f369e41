"""Tables of the ledger: entries and their allocations. Rows are only ever added; the database refuses the rest."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import BigInt, EnumText, Table, UtcDateTime
from studio_app.domain.ledger.kinds import CauseKind, EntryKind

APPEND_ONLY = ("ledger_entry", "entry_allocation")
"""Tables whose rows the database itself refuses to change or delete."""


class LedgerEntry(Table, table=True):
    """Money that moved; append-only. Positive towards the studio, negative away from it."""

    __table_args__ = (
        UniqueConstraint("cause_source", "cause_ref", "kind", "booking"),
        Index(
            "ux_ledger_entry_corrected",
            "about_id",
            unique=True,
            sqlite_where=text("kind = 'correction'"),
            postgresql_where=text("kind = 'correction'"),
        ),
        Index("ix_ledger_entry_received", "received_at", "id"),
        Index("ix_ledger_entry_live", "live_mode", "cause_kind"),
    )

    id: str = Field(primary_key=True, max_length=32)
    kind: EntryKind = Field(sa_type=EnumText(EntryKind))
    amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    occurred_on: date  # on the studio's calendar
    received_at: datetime = Field(sa_type=UtcDateTime)  # the same as a moment; noon where only the day is known
    cause_kind: CauseKind = Field(sa_type=EnumText(CauseKind))
    cause_source: str = Field(max_length=20)  # a provider's name, bank, staff
    cause_ref: str = Field(max_length=255)  # the provider's object, the statement line, what a person recorded
    booking: int = 0  # how often the same cause was booked and taken back before
    about_id: str | None = Field(default=None, foreign_key="ledger_entry.id", index=True, max_length=32)
    attempt_id: str | None = Field(default=None, foreign_key="payment_attempt.id", index=True, max_length=32)
    client_id: str | None = Field(default=None, foreign_key="client.id", index=True, max_length=32)
    legal_entity_id: str | None = Field(default=None, foreign_key="legal_entity.id", max_length=32)
    live_mode: bool = True  # False: a demo's or a test account's money
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str = Field(default="", max_length=32)
    note: str = Field(default="", max_length=300)


class EntryAllocation(Table, table=True):
    """A part of an entry that counts for an invoice; the parts never exceed the entry. Append-only."""

    __table_args__ = (
        Index("ix_entry_allocation_received", "received_at", "currency", "amount", "deal_id", "is_money"),
    )

    id: str = Field(primary_key=True, max_length=32)
    entry_id: str = Field(foreign_key="ledger_entry.id", index=True, max_length=32)
    invoice_id: str = Field(foreign_key="invoice.document_id", index=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", index=True, max_length=32)
    amount: int = Field(sa_type=BigInt)  # of the sign of its entry, or against it where money is set free again
    currency: str = Field(max_length=3)
    received_at: datetime = Field(sa_type=UtcDateTime)  # of the entry
    is_money: bool = True  # False: a write-off, an exchange difference, or what takes one back
    allocated_at: datetime = Field(sa_type=UtcDateTime)
    allocated_by: str = Field(default="", max_length=32)
