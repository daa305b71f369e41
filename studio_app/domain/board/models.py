"""Tables of what people keep about their boards."""

from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from studio_app.domain.columns import Json, Table


class SavedView(Table, table=True):
    """A filter under a name; `query` is what stands in the board's address."""

    id: str = Field(primary_key=True, max_length=32)
    owner_id: str = Field(foreign_key="user.id", index=True, max_length=32)
    name: str = Field(max_length=60)
    query: str = Field(max_length=600)
    shared: bool = False


class BoardHabits(Table, table=True):
    """How a person likes the board: density, order of the cards, columns of the table."""

    user_id: str = Field(primary_key=True, foreign_key="user.id", max_length=32)
    habits: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
