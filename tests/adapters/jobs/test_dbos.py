"""Durable jobs on an SQLite file: in the transaction or not at all, once per key, later, again after a failure."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.jobs import dbos as module
from studio_app.adapters.jobs.dbos import DbosJobs
from tests.both_databases import cluster

__all__ = ["cluster"]  # a fixture

pytestmark = pytest.mark.service


@dataclass
class Ran:
    """What the worker was given, with the moment."""

    calls: list[tuple[str, Mapping[str, str], float]] = field(default_factory=list)
    fail: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, job: str, args: Mapping[str, str]) -> None:
        with self.lock:
            self.calls.append((job, args, time.monotonic()))
            if self.fail:
                self.fail -= 1
                raise RuntimeError("not this time")


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'studio.db'}")
    yield made
    made.dispose()


@pytest.fixture
def queue(engine: Engine) -> Iterator[DbosJobs]:
    jobs = DbosJobs(engine.url.render_as_string(), polling=0.05)
    jobs.prepare()
    yield jobs
    jobs.close()


@pytest.fixture
def ran() -> Ran:
    return Ran()


class TestEnqueue:
    def test_runs_what_was_committed_with_its_arguments(self, engine: Engine, queue: DbosJobs, ran: Ran) -> None:
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "greet", key="a", args={"name": "Анна"})
        queue.start(ran)
        until(lambda: bool(ran.calls))
        assert ran.calls[0][:2] == ("greet", {"name": "Анна"})

    def test_is_rolled_back_with_the_transaction(self, engine: Engine, queue: DbosJobs, ran: Ran) -> None:
        with Session(engine) as session, session.begin() as transaction:
            queue.enqueue(session, "never", key="a", args={})
            transaction.rollback()
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "after", key="b", args={})
        queue.start(ran)
        until(lambda: bool(ran.calls))
        assert [call[0] for call in ran.calls] == ["after"]

    def test_runs_the_same_key_once(self, engine: Engine, queue: DbosJobs, ran: Ran) -> None:
        queue.start(ran)
        for _ in range(3):
            with Session(engine) as session, session.begin():
                queue.enqueue(session, "once", key="same", args={})
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "last", key="other", args={})
        until(lambda: any(call[0] == "last" for call in ran.calls))
        time.sleep(0.3)
        assert sorted(call[0] for call in ran.calls) == ["last", "once"]

    def test_waits_for_its_moment(self, engine: Engine, queue: DbosJobs, ran: Ran) -> None:
        queue.start(ran)
        until(lambda: queue.running)
        started = time.monotonic()
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "later", key="a", args={}, at=datetime.now(UTC) + timedelta(seconds=1.5))
        until(lambda: bool(ran.calls))
        assert ran.calls[0][2] - started >= 1.4


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, DbosJobs]]:
    """An engine and a queue on each of the databases."""
    on_server = request.param == "postgresql"
    engine = make_engine(request.getfixturevalue("cluster") if on_server else f"sqlite:///{tmp_path / 'both.db'}")
    jobs = DbosJobs(engine.url.render_as_string(hide_password=False), polling=0.05)
    jobs.prepare()
    yield engine, jobs
    jobs.close()
    engine.dispose()


class TestAClockThatWasAhead:
    def ahead(self, engine: Engine, key: str) -> None:
        """The job was planned by a clock that was a day ahead."""
        table = "dbos.workflow_status" if engine.dialect.name == "postgresql" else "workflow_status"
        day = 86_400_000
        moved = (
            f"UPDATE {table} SET created_at = created_at + {day}, delay_until_epoch_ms = delay_until_epoch_ms + {day}"
        )
        with engine.begin() as connection:
            connection.execute(text(f"{moved} WHERE workflow_uuid = :key"), {"key": key})

    def plan(self, both: tuple[Engine, DbosJobs], job: str, key: str, **later: float) -> None:
        engine, jobs = both
        at = datetime.now(UTC) + timedelta(**later) if later else None
        with Session(engine) as session, session.begin():
            jobs.enqueue(session, job, key=key, args={}, at=at)

    def test_holds_no_job_up_for_a_day(
        self, both: tuple[Engine, DbosJobs], ran: Ran, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_CHECK_EVERY", 0.1)
        self.plan(both, "held", "ten seconds", seconds=1)
        self.ahead(both[0], "ten seconds")
        self.plan(both, "tomorrow", "a day", days=1)
        both[1].start(ran)
        until(lambda: bool(ran.calls))
        time.sleep(0.5)
        assert [call[0] for call in ran.calls] == ["held"]

    def test_lets_what_plans_itself_go_on(self, both: tuple[Engine, DbosJobs], ran: Ran) -> None:
        self.plan(both, "tick", "10:05")  # runs, though five past ten is still to come
        both[1].start(ran)
        until(lambda: len(ran.calls) == 1)
        time.sleep(0.5)  # and is done
        for _ in range(3):
            self.plan(both, "tick", "10:05", seconds=1)
        until(lambda: len(ran.calls) == 2)
        time.sleep(1.5)
        assert len(ran.calls) == 2


class TestFailures:
    def test_are_tried_again_and_then_done(
        self, engine: Engine, queue: DbosJobs, ran: Ran, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_BACKOFF", (timedelta(milliseconds=50),) * 6)
        ran.fail = 2
        queue.start(ran)
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "shaky", key="a", args={})
        until(lambda: len(ran.calls) == 3)
        time.sleep(1.5)
        assert len(ran.calls) == 3

    def test_end_after_the_last_try(
        self, engine: Engine, queue: DbosJobs, ran: Ran, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_BACKOFF", (timedelta(milliseconds=20),))
        monkeypatch.setattr(module, "MAX_TRIES", 2)
        ran.fail = 99
        queue.start(ran)
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "hopeless", key="a", args={})
        until(lambda: len(ran.calls) == 2)
        time.sleep(1.5)
        assert len(ran.calls) == 2


class TestWorkerSlots:
    def test_are_alive_while_the_queue_is_watched(self, queue: DbosJobs) -> None:
        queue.start(lambda job, args: None)
        until(lambda: queue.running)
        assert queue.alive

    def test_let_one_worker_run_on_sqlite_while_another_stands_by(self, engine: Engine, queue: DbosJobs) -> None:
        queue.start(lambda job, args: None)
        until(lambda: queue.running)
        code = (
            "import sys; from pathlib import Path; from studio_app.adapters.jobs.worker_slots import FileSlot; "
            "print(FileSlot(Path(sys.argv[1])).take())"
        )
        other = [sys.executable, "-c", code, str(engine.url.database)]
        assert subprocess.run(other, capture_output=True, text=True, check=True).stdout.strip() == "None"
        queue.stop()
        assert subprocess.run(other, capture_output=True, text=True, check=True).stdout.strip() == "seat-1"

    def test_are_reported_dead_when_nothing_was_started(self, queue: DbosJobs) -> None:
        assert not queue.alive

    def test_are_left_on_stop_and_taken_again(self, engine: Engine, queue: DbosJobs, ran: Ran) -> None:
        queue.start(ran)
        until(lambda: queue.running)
        queue.stop()
        assert not queue.alive
        queue.start(ran)
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "again", key="a", args={})
        until(lambda: bool(ran.calls))


class TestTables:
    def test_live_beside_the_business_tables(self, engine: Engine, queue: DbosJobs) -> None:
        with engine.connect() as connection:
            names = {row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
        assert {"workflow_status", "queues"} <= names
