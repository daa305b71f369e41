"""Tables of questionnaires and their answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import Json, Table, UtcDateTime


class Questionnaire(Table, table=True):
    """One version of a set of questions; editing makes a new version, sent briefs keep theirs."""

    __table_args__ = (UniqueConstraint("key", "version"),)

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(max_length=40)
    version: int = 1
    name_ru: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    questions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    active: bool = True


class Brief(Table, table=True):
    """A questionnaire sent to one client; its link and status are its document's."""

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    questionnaire_id: str = Field(foreign_key="questionnaire.id", max_length=32)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    beside: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    """By question: a text that is no answer, answers of other devices, who gave what stands (`merging.Stand`)."""
    saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
