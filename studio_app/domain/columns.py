"""Column types that mean the same on SQLite and PostgreSQL."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, event, inspect
from sqlalchemy.orm import Mapper, UOWTransaction, declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import AutoString, Session, SQLModel

from studio_app.core.checking import Checks

BigInt = BigInteger().with_variant(Integer, "sqlite")
"""64-bit integer; amounts in minor units outgrow 32 bits at 21 million roubles."""

Json = JSON
"""A JSON document."""


RankText = String(64).with_variant(String(64, collation="C"), "postgresql")
"""A key that sorts byte by byte, whatever the language of the database."""

KeyText = String(120).with_variant(String(120, collation="C"), "postgresql")
"""A key that is searched by how it begins, byte by byte."""


_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def width(column: Any) -> int:
    """The characters that a text column holds: what forms say, and use cases refuse beyond."""
    return int(column.type.length)


def widths(table: type[Any], *columns: str) -> Mapping[str, int]:
    """The characters that each of these text columns of a table holds."""
    return MappingProxyType({name: width(getattr(table, name)) for name in columns})


class Table(SQLModel):
    """Base of all tables: named after the class, in snake case."""

    model_config = {"defer_build": True}  # a row is never validated: nobody waits for the means to do it

    @declared_attr  # pyright: ignore[reportArgumentType]  SQLAlchemy types it for mapped columns only
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]  a class's own name
        return _WORD_START.sub("_", cls.__name__).lower()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC and read back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: they would silently mean local time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal, stored as text because SQLite has no exact numeric type."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the plain notation, never an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Read the exact value back."""
        return None if value is None else Decimal(value)


class EnumText(TypeDecorator[StrEnum]):
    """A StrEnum stored by its value; an unknown value fails when read, not later."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the value of the member."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Read the member back."""
        return None if value is None else self.enum(value)


@event.listens_for(Session, "before_flush")
def _refuse(session: Session, _flush: UOWTransaction, _rows: Any) -> None:
    """What a use case lets through is refused before it is written, with the name of its field.

    SQLite would keep it all the same, and PostgreSQL fail without a sentence.
    """
    checks = Checks()
    for row in (*session.new, *session.dirty):
        values = inspect(row).dict
        for name, maximum in _widths(row.__mapper__):
            text = values.get(name)
            if text is not None and len(text) > maximum:
                checks.refuse(name, "too_long", maximum=maximum)
    checks.done()


@cache
def _widths(mapper: Mapper[Any]) -> tuple[tuple[str, int], ...]:
    """The texts of a table that are limited, by the names of their attributes."""
    return tuple(
        (one.key, one.columns[0].type.length)
        for one in mapper.column_attrs
        if isinstance(one.columns[0].type, (String, AutoString)) and one.columns[0].type.length
    )
