"""Tables of bank statements: imports and the lines that came in with them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Json, Table, UtcDateTime
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.lines import StatementFormat


class StatementImport(Table, table=True):
    """One file that somebody has imported."""

    id: str = Field(primary_key=True, max_length=32)
    file_name: str = Field(max_length=160)
    format: StatementFormat = Field(sa_type=EnumText(StatementFormat))
    first_day: date
    last_day: date
    lines: int  # all movements in the file
    duplicates: int
    left_out: int  # outgoing, other accounts, not booked by the bank yet
    left_rows: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))  # the first
    imported_at: datetime = Field(sa_type=UtcDateTime)
    imported_by: str = Field(default="", max_length=32)
    imported_by_name: str = Field(default="", max_length=160)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BankLine(Table, table=True):
    """Money that came in on one of our accounts. Outgoing movements are never stored."""

    __table_args__ = (
        Index("ix_bank_line_state", "state", "booked_on", "id"),
        Index("ix_bank_line_import", "import_id", "state", "id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    import_id: str = Field(foreign_key="statement_import.id", max_length=32)
    fingerprint: str = Field(unique=True, max_length=64)
    content_key: str = Field(index=True, max_length=64)
    position: int
    booked_on: date
    amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    legal_entity_id: str = Field(foreign_key="legal_entity.id", max_length=32)
    payer_name: str = Field(default="", max_length=200)
    payer_inn: str = Field(default="", max_length=20)
    payer_account: str = Field(default="", max_length=40)
    purpose: str = Field(default="", max_length=1000)
    reference: str = Field(default="", max_length=60)
    state: LineState = Field(sa_type=EnumText(LineState))
    matched: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    score: int = 0  # of the match by which it was booked by itself
    entry_id: str | None = Field(default=None, foreign_key="ledger_entry.id", max_length=32)
    stuck: bool = False  # its import was taken back, and its entry could not be
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str = Field(default="", max_length=32)


class UploadedStatement(Table, table=True):
    """A file between its upload and the decision to import it: one a person."""

    user_id: str = Field(primary_key=True, foreign_key="user.id", max_length=32)
    file_name: str = Field(max_length=160)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    columns: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))  # of CSV
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))  # of a person
    uploaded_at: datetime = Field(sa_type=UtcDateTime)


class RefusedStatement(Table, table=True):
    """A file that could not be read, with the reason: kept for a while, so that somebody can look at it."""

    id: str = Field(primary_key=True, max_length=32)
    digest: str = Field(unique=True, max_length=64)  # of its bytes: the same file is refused once
    file_name: str = Field(max_length=160)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reason: str = Field(max_length=40)
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))  # of the sentence
    columns: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    refused_at: datetime = Field(sa_type=UtcDateTime)
    uploaded_by: str = Field(default="", max_length=32)
    uploaded_by_name: str = Field(default="", max_length=160)
