"""What use cases are tested on: SQLite in memory, or PostgreSQL where STUDIO_TEST_DATABASE asks for it."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest
from sqlalchemy import Engine, StaticPool, create_engine
from sqlmodel import Session

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.schema import metadata
from tests.postgres import binaries, cluster

ON_POSTGRESQL = os.environ.get("STUDIO_TEST_DATABASE", "sqlite") == "postgresql"
Fill = Callable[[Session], None]


def in_memory() -> tuple[sqlite3.Connection, Engine]:
    """An empty SQLite database in memory, and the engine on it."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection, create_engine("sqlite://", poolclass=StaticPool, creator=lambda: connection)


class InMemory:
    """Copies of a database made once: making all tables anew takes longer than most tests."""

    def __init__(self) -> None:
        # one engine for one test after the other: an engine of its own for each would compile every statement anew
        self._connection, self._engine = in_memory()
        self._made = cache(_in_memory_with)

    @contextmanager
    def session(self, fill: Fill | None) -> Iterator[Session]:
        """An open session on a fresh database with all tables, and the rows that `fill` makes."""
        self._made(fill).backup(self._connection)
        with Session(self._engine, expire_on_commit=False) as opened:
            yield opened


class OnServer:
    """A database with all tables on a PostgreSQL of our own; what a test does is rolled back after it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = cache(self._made)
        self._engines: list[Engine] = []

    @contextmanager
    def session(self, fill: Fill | None) -> Iterator[Session]:
        """The same; a commit in the test ends a savepoint only."""
        with self._engine(fill).connect() as connection, connection.begin() as everything:
            with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as opened:
                yield opened
            everything.rollback()

    def dispose(self) -> None:
        """Close all connections."""
        for engine in self._engines:
            engine.dispose()

    def _made(self, fill: Fill | None) -> Engine:
        name = fill.__name__ if fill else "empty"
        server = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        server.dispose()
        engine = make_engine(self._url.rpartition("/")[0] + f"/{name}")
        self._engines.append(engine)
        metadata.create_all(engine)
        if fill:
            with Session(engine) as session, session.begin():
                fill(session)
        return engine


@contextmanager
def database() -> Iterator[InMemory | OnServer]:
    """The one that this run of the tests is about."""
    with ExitStack() as stack:
        if not ON_POSTGRESQL:
            yield InMemory()
            return
        if binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        server = OnServer(stack.enter_context(cluster()))
        stack.callback(server.dispose)
        yield server


def _in_memory_with(fill: Fill | None) -> sqlite3.Connection:
    connection, engine = in_memory()
    metadata.create_all(engine)
    if fill:
        with Session(engine) as session, session.begin():
            fill(session)
    return connection
