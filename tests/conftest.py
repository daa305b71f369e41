"""Fixtures of all tests: a fixed clock, an in-memory database, a unit of work, no network."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import StaticPool, create_engine, event
from sqlmodel import Session

from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.bootstrap import reactions
from studio_app.core.clock import FixedClock
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.work import SYSTEM, Work

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, noon in Moscow


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests open no sockets."""
    if request.node.get_closest_marker("service") or request.node.get_closest_marker("e2e"):
        return

    def refuse(*_: object) -> None:
        raise RuntimeError("a unit test opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def jobs() -> RecordingJobs:
    return RecordingJobs()


@pytest.fixture
def session() -> Iterator[Session]:
    """An open session on a fresh in-memory SQLite database with all tables."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def work(session: Session, clock: FixedClock, jobs: RecordingJobs) -> Work:
    """A unit of work of the system itself; `dataclasses.replace(work, actor=…)` for others."""
    return Work(
        session=session,
        clock=clock,
        new_id=new_id,
        links=LinkTokens(b"test key"),
        actor=SYSTEM,
        jobs=jobs,
        reactions=reactions(),
    )
