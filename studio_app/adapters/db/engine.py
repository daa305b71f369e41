"""The database engine: SQLite tuned for one writer and many readers, or PostgreSQL."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

READ_ONLY = "studio_read_only"
"""Execution option of a connection that will not write."""

_TURN = (0x57D11, 0)
"""The advisory lock of whoever writes to PostgreSQL: one transaction at a time, as on SQLite."""


def make_engine(url: str) -> Engine:
    """An engine for `url` (sqlite:///path or postgresql+psycopg://…) with one writer at a time."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10)
        event.listen(engine, "connect", _configure_server)
        event.listen(engine, "begin", _begin_on_server)
        return engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin, not in the driver
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 15000",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was confirmed survives a power cut too
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer that starts as a reader may fail halfway when another writer is first: take the lock at once.
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _configure_server(connection: Any, _record: Any) -> None:
    # the turn of a host that is gone ends with its transaction, and that soon
    connection.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()


def _begin_on_server(connection: Connection) -> None:
    # A use case looks and then acts on what it saw: two at once would each act on what the other one is changing.
    if not connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", _TURN)
