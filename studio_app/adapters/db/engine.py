"""The database engine: SQLite tuned for one writer and many readers, or PostgreSQL."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from studio_app.core.readable import cleaned, storable

READ_ONLY = "studio_read_only"
"""Execution option of a connection that will not write."""

PATIENCE_SECONDS = 15
"""How long a writer waits for others."""

_CACHE_KILOBYTES = 4000
"""Pages that a connection keeps: each keeps its own, and what it has none of the system's cache serves as fast."""

_LARGE, _LARGE_BYTES = "studio_large", 1 << 20
_SERVER: dict[str, Any] = {"connect_args": {"connect_timeout": 5}}  # seconds
_TURN = (0x57D11, 0)
"""The advisory lock of whoever writes to PostgreSQL: one transaction at a time, as on SQLite."""


def _as_json(value: Any) -> str:
    text = json.dumps(value)
    halves = "\\ud" in text or "\\u0000" in text  # or whole pairs: they stay
    return json.dumps(cleaned(value, storable)) if halves else text


def make_engine(url: str, *, patience: float = PATIENCE_SECONDS) -> Engine:
    """An engine for `url` (sqlite:///path or postgresql+psycopg://…) with one writer at a time.

    A writer waits for its turn no longer than `patience` seconds.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _with_turns(
            create_engine(
                parsed,
                hide_parameters=True,
                json_serializer=_as_json,
                pool_pre_ping=True,
                pool_size=10,
                max_overflow=10,
                **_SERVER,
            ),
            patience,
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return _with_locks(
        create_engine(
            parsed,
            hide_parameters=True,
            json_serializer=_as_json,
            connect_args={"check_same_thread": False},
            pool_use_lifo=True,  # by turns, each of them would keep the pages that one can keep for all
        ),
        patience,
    )


def make_probe(url: str, *, patience: float) -> Engine:
    """The same for a look now and then: it takes no connection from those who work, and keeps none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = _with_turns(
            create_engine(parsed, hide_parameters=True, json_serializer=_as_json, poolclass=NullPool, **_SERVER),
            patience,
        )
        event.listen(engine, "connect", partial(_limit_statements, patience))
        return engine
    return _with_locks(
        create_engine(parsed, hide_parameters=True, json_serializer=_as_json, poolclass=NullPool), patience
    )


def _with_locks(engine: Engine, patience: float) -> Engine:
    event.listen(engine, "connect", partial(_configure, patience))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _mark_large)
    event.listen(engine, "checkin", _end_large)
    return _with_texts_held(engine)


def _with_turns(engine: Engine, patience: float) -> Engine:
    event.listen(engine, "connect", partial(_configure_server, patience))
    event.listen(engine, "begin", _begin_on_server)
    return _with_texts_held(engine)


def _with_texts_held(engine: Engine) -> Engine:
    event.listen(engine, "before_cursor_execute", _hold, retval=True)
    return engine


def _hold(_c: Connection, _cursor: Any, statement: str, given: Any, _context: Any, _many: bool) -> tuple[str, Any]:
    # an id in an address or a word that is searched for may hold anything; nothing of ours is called so
    # many rows in one statement come as one set of values, whatever the flag says; only a list is many sets
    return statement, [_held(one) for one in given] if isinstance(given, list) else _held(given)


def _held(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {name: storable(value) if isinstance(value, str) else value for name, value in given.items()}
    return tuple(storable(value) if isinstance(value, str) else value for value in given)


def _configure(patience: float, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin, not in the driver
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {int(patience * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was confirmed survives a power cut too
        "foreign_keys = ON",
        "temp_store = MEMORY",
        f"cache_size = -{_CACHE_KILOBYTES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _mark_large(connection: Connection, _cursor: Any, _statement: str, given: Any, _context: Any, _many: bool) -> None:
    for values in given if isinstance(given, list) else (given,):
        for value in values.values() if isinstance(values, Mapping) else values:
            if isinstance(value, memoryview) and value.nbytes > _LARGE_BYTES:
                connection.info[_LARGE] = True


def _end_large(_connection: Any, record: ConnectionPoolEntry) -> None:
    # its statements are kept to be used again, and each keeps what it was last given: a whole file
    if record.info.pop(_LARGE, False):
        record.invalidate()


def _begin(connection: Connection) -> None:
    # A writer that starts as a reader may fail halfway when another writer is first: take the lock at once.
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _configure_server(patience: float, connection: Any, _record: Any) -> None:
    # the turn of a host that is gone ends with its transaction, and that soon
    connection.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.execute(f"SET lock_timeout = {int(patience * 1000)}")
    connection.commit()


def _limit_statements(seconds: float, connection: Any, _record: Any) -> None:
    # twice as long: waiting for others is told as what it is
    connection.execute(f"SET statement_timeout = {int(seconds * 2000)}")
    connection.commit()


def _begin_on_server(connection: Connection) -> None:
    # A use case looks and then acts on what it saw: two at once would each act on what the other one is changing.
    if not connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", _TURN)
