"""A row in every table, whatever the schema is: what is there when a migration comes."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from studio_app.adapters.db.schema import metadata

_VALUES: tuple[tuple[type[Any], Any], ...] = (
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.Numeric, 1),
    (sa.DateTime, datetime(2026, 11, 23, 9, tzinfo=UTC)),
    (sa.Date, date(2026, 11, 23)),
    (sa.JSON, {}),
    (sa.LargeBinary, b"1"),
)


def fill(connection: sa.Connection) -> set[str]:
    """Write them; the names of the tables. All ids are alike, so each row points to one that is there."""
    tables = [table for table in _reflected(connection).sorted_tables if table.name in metadata.tables]
    for table in tables:
        connection.execute(table.insert().values({column.name: _value(column) for column in table.columns}))
    return {table.name for table in tables}


def held(connection: sa.Connection) -> set[str]:
    """The tables that have a row."""
    tables = _reflected(connection).sorted_tables
    return {table.name for table in tables if connection.execute(sa.select(sa.literal(1)).select_from(table)).first()}


def _reflected(connection: sa.Connection) -> sa.MetaData:
    found = sa.MetaData()
    found.reflect(connection)
    return found


def _value(column: sa.Column[Any]) -> Any:
    return next((value for kind, value in _VALUES if isinstance(column.type, kind)), "1")
