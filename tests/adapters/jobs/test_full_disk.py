"""Jobs on a full disk: none is lost, and all go on by themselves when there is space."""

import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.jobs import dbos as module
from studio_app.adapters.jobs.dbos import DbosJobs
from tests.adapters.jobs.test_dbos import until
from tests.disks import SmallDisk, small_disk

pytestmark = pytest.mark.service


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path, megabytes=24) as made:
        yield made


@pytest.fixture
def engine(disk: SmallDisk) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{disk.folder / 'studio.db'}")
    yield made
    made.dispose()


@pytest.fixture
def queue(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[DbosJobs]:
    monkeypatch.setattr(module, "_BACKOFF", (timedelta(milliseconds=50),) * 6)
    jobs = DbosJobs(engine.url.render_as_string(), polling=0.05)
    jobs.prepare()
    yield jobs
    jobs.close()


def fill(engine: Engine, disk: SmallDisk) -> None:
    """Until not even a small change can be stored."""
    disk.fill()
    try:
        while True:
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE IF NOT EXISTS space (bytes BLOB)"))
                connection.execute(text("INSERT INTO space VALUES (randomblob(20000))"))
    except OperationalError:
        pass


def states(engine: Engine) -> dict[str, str]:
    """What the library has noted of each job."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT workflow_uuid, status FROM workflow_status ORDER BY workflow_uuid"))
        return {str(key): str(status) for key, status in rows}


class TestOnAFullDisk:
    @pytest.mark.parametrize("fails", [False, True])
    def test_a_job_at_work_is_brought_to_its_end(
        self, engine: Engine, queue: DbosJobs, disk: SmallDisk, fails: bool
    ) -> None:
        at_work, go_on = threading.Event(), threading.Event()
        runs: list[str] = []

        def run(job: str, _: Mapping[str, str]) -> None:
            runs.append(job)
            at_work.set()
            go_on.wait(20)
            if fails and len(runs) == 1:
                raise RuntimeError("nothing could be stored")

        with Session(engine) as session, session.begin():
            queue.enqueue(session, "work", key="a", args={})
        queue.start(run)
        until(at_work.is_set)
        fill(engine, disk)
        go_on.set()
        threading.Event().wait(1.5)  # as long as the library takes to run into it
        assert states(engine)["a"] == "PENDING"
        assert queue.alive
        disk.empty()
        until(lambda: set(states(engine).values()) == {"SUCCESS"}, seconds=20)
        assert len(runs) == 1 + fails

    def test_a_job_that_waits_is_begun_when_there_is_space(
        self, engine: Engine, queue: DbosJobs, disk: SmallDisk
    ) -> None:
        runs: list[str] = []
        queue.start(lambda job, _: runs.append(job))
        until(lambda: queue.running)
        with Session(engine) as session, session.begin():
            queue.enqueue(session, "first", key="a", args={})
        until(lambda: states(engine) == {"a": "SUCCESS"})
        with Session(engine) as session:
            session.begin()
            queue.enqueue(session, "second", key="b", args={})
            session.commit()
        fill(engine, disk)
        threading.Event().wait(1.0)
        disk.empty()
        until(lambda: set(states(engine).values()) == {"SUCCESS"}, seconds=20)
        assert runs == ["first", "second"]
