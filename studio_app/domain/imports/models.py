"""Tables of imports: the uploaded file, the import and what became of each of its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from studio_app.domain.columns import EnumText, Json, Table, UtcDateTime
from studio_app.domain.imports.kinds import ImportKind, RowState


class UploadedTable(Table, table=True):
    """A file between its upload and the decision to import it: one a person."""

    user_id: str = Field(primary_key=True, foreign_key="user.id", max_length=32)
    kind: ImportKind = Field(sa_type=EnumText(ImportKind))
    file_name: str = Field(max_length=160)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    columns: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))  # chosen by hand
    options: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    encoding: str = Field(default="", max_length=40)  # chosen by hand
    uploaded_at: datetime = Field(sa_type=UtcDateTime)


class TableImport(Table, table=True):
    """One file that somebody has imported."""

    id: str = Field(primary_key=True, max_length=32)
    kind: ImportKind = Field(sa_type=EnumText(ImportKind))
    file_name: str = Field(max_length=160)
    rows: int  # in the file
    options: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    imported_at: datetime = Field(sa_type=UtcDateTime)
    imported_by: str = Field(default="", max_length=32)
    imported_by_name: str = Field(default="", max_length=160)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when somebody asked for it


class ImportRow(Table, table=True):
    """A row of an imported file: what it says, what became of it and what it has made."""

    __table_args__ = (Index("ix_import_row_state", "import_id", "state", "position"),)

    id: str = Field(primary_key=True, max_length=32)
    import_id: str = Field(foreign_key="table_import.id", max_length=32)
    position: int  # the line of the file
    said: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))  # tidied values
    state: RowState = Field(sa_type=EnumText(RowState))
    reason: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    client_of: int | None = None  # the line whose client it is, too
    made: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
