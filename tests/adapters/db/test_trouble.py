"""What keeps the database from working is told as one error, on both databases, and passes by itself."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import create_engine, event, text

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.trouble import trouble_of
from studio_app.adapters.db.watch import Watch
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import SystemClock
from studio_app.core.errors import Trouble, Unavailable
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from tests import postgres
from tests.disks import held, small_disk

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.cluster() as url:
        yield url


def runner_on(url: str, noticed: list[Trouble], *, patience: float = 0.3) -> Runner:
    made = Runner(
        make_engine(url, patience=patience),
        clock=SystemClock(),
        new_id=new_id,
        links=LinkTokens(b"test key"),
        jobs=RecordingJobs(),
        reactions={},
        publish=lambda _: None,
        noticed=noticed.append,
    )
    with made.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS word (text TEXT)"))
    return made


def write(work: Work, *, size: int = 1) -> None:
    work.session.execute(text("INSERT INTO word VALUES (:text)"), {"text": token_hex(size)})  # nothing that packs well


def count(work: Work) -> int:
    return work.session.execute(text("SELECT COUNT(*) FROM word")).scalar_one()


def refusal(runner: Runner, *, size: int = 1) -> Trouble:
    with pytest.raises(Unavailable) as refused:
        runner.run_sync(SYSTEM, write, size=size)
    return refused.value.trouble


class TestFile:
    def test_on_a_full_disk_refuses_reads_on_and_recovers(self, tmp_path: Path) -> None:
        noticed: list[Trouble] = []
        with small_disk(tmp_path, megabytes=12) as disk:
            runner = runner_on(f"sqlite:///{tmp_path}/a.db", noticed)
            watch = Watch(f"sqlite:///{tmp_path}/a.db", tmp_path)
            runner.run_sync(SYSTEM, write)
            disk.fill()
            assert refusal(runner, size=1 << 20) is Trouble.DISK
            assert noticed == [Trouble.DISK]
            assert watch.look() is Trouble.DISK
            assert runner.read_sync(SYSTEM, count) == 1
            disk.empty()
            runner.run_sync(SYSTEM, write, size=1 << 20)
            assert runner.read_sync(SYSTEM, count) == 2
            runner.close()
            watch.stop()

    def test_beyond_a_quota_is_found_out_by_who_writes(self, tmp_path: Path) -> None:
        runner = runner_on(f"sqlite:///{tmp_path}/a.db", [])
        event.listen(runner.engine, "begin", lambda one: one.exec_driver_sql("PRAGMA max_page_count = 3"))
        assert refusal(runner, size=1 << 20) is Trouble.DISK
        runner.close()

    def test_held_by_another_process_refuses_reads_on_and_recovers(self, tmp_path: Path) -> None:
        runner = runner_on(f"sqlite:///{tmp_path}/a.db", [])
        watch = Watch(f"sqlite:///{tmp_path}/a.db", tmp_path, patience=1)  # twice that for an answer: a busy machine
        with held(tmp_path / "a.db"):
            assert refusal(runner) is Trouble.LOCKED
            assert watch.look() is Trouble.LOCKED
            assert runner.read_sync(SYSTEM, count) == 0
        runner.run_sync(SYSTEM, write)
        assert runner.read_sync(SYSTEM, count) == 1
        runner.close()
        watch.stop()

    def test_held_by_another_process_refuses_all_who_wait_at_once(self, tmp_path: Path) -> None:
        runner = runner_on(f"sqlite:///{tmp_path}/a.db", [])
        assert runner._commits is not None
        with held(tmp_path / "a.db"):
            waiting = [runner._submit(runner._call(write, SYSTEM)) for _ in range(40)]
            refused = [trouble_of(one.exception(timeout=5) or RuntimeError()) for one in waiting]
        assert refused == [Trouble.LOCKED] * 40  # each in its turn would have taken 40 times as long
        runner.close()

    def test_held_by_another_process_keeps_what_must_be_noted_waiting(self, tmp_path: Path) -> None:
        runner = runner_on(f"sqlite:///{tmp_path}/a.db", [])
        with ThreadPoolExecutor(1) as job:
            with held(tmp_path / "a.db"):
                noted = job.submit(runner.insist, SYSTEM, write)
                with pytest.raises(TimeoutError):
                    noted.result(0.6)
            noted.result(10)
        assert runner.read_sync(SYSTEM, count) == 1
        runner.close()

    def test_that_may_only_be_read_says_so(self, tmp_path: Path) -> None:
        runner = runner_on(f"sqlite:///{tmp_path}/a.db", [])
        event.listen(runner.engine, "begin", lambda one: one.exec_driver_sql("PRAGMA query_only = 1"))
        assert refusal(runner) is Trouble.READ_ONLY
        runner.close()


class TestServer:
    def test_that_keeps_a_writer_waiting_refuses_and_recovers(self, cluster: str) -> None:
        runner = runner_on(cluster, [])
        before = runner.read_sync(SYSTEM, count)
        watch = Watch(cluster, Path(), patience=0.2)
        other = make_engine(cluster)
        with other.begin():  # whoever writes has the turn
            assert refusal(runner) is Trouble.LOCKED
            assert watch.look() is Trouble.LOCKED
        runner.run_sync(SYSTEM, write)
        assert runner.read_sync(SYSTEM, count) == before + 1
        runner.close()
        watch.stop()
        other.dispose()

    def test_that_ends_our_connections_is_told_and_found_again(self, cluster: str) -> None:
        runner = runner_on(cluster, [])
        admin = create_engine(cluster, isolation_level="AUTOCOMMIT")

        def shot(work: Work) -> None:
            ours = work.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with admin.connect() as connection:
                connection.execute(text("SELECT pg_terminate_backend(:ours)"), {"ours": ours})
            write(work)

        with pytest.raises(Unavailable) as refused:
            runner.run_sync(SYSTEM, shot)
        assert refused.value.trouble is Trouble.SILENT
        runner.run_sync(SYSTEM, write)
        runner.close()
        admin.dispose()

    def test_that_is_not_there_does_not_answer(self, tmp_path: Path) -> None:
        if postgres.binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        with postgres.cluster() as url:
            runner = runner_on(url, [])
            watch = Watch(url, tmp_path)
            assert watch.look() is None
        assert refusal(runner) is Trouble.SILENT
        watch._looked = 0.0
        assert watch.look() is Trouble.SILENT
        runner.close()
        watch.stop()

    def test_with_a_full_disk_says_so(self) -> None:
        if postgres.binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        with (
            TemporaryDirectory(prefix="studio_disk_") as made,  # the server may not enter the folders of pytest
            postgres.cluster() as url,
            small_disk(Path(made), megabytes=8) as disk,
        ):
            Path(made).chmod(0o711)
            space = Path(made) / "space"
            space.mkdir()
            shutil.chown(space, "nobody" if os.geteuid() == 0 else None, None)
            admin = create_engine(url, isolation_level="AUTOCOMMIT")
            runner = runner_on(url, [])
            with admin.connect() as connection:
                connection.execute(text(f"CREATE TABLESPACE small LOCATION '{space}'"))
                connection.execute(text("ALTER TABLE word SET TABLESPACE small"))
                disk.fill()
                assert refusal(runner, size=4 << 20) is Trouble.DISK
                disk.empty()
                runner.run_sync(SYSTEM, write)
                connection.execute(text("ALTER TABLE word SET TABLESPACE pg_default"))
            runner.close()
            admin.dispose()


class TestTroubleOf:
    @pytest.mark.parametrize(
        ("error", "trouble"),
        [
            (psycopg.errors.DiskFull, Trouble.DISK),
            (psycopg.errors.LockNotAvailable, Trouble.LOCKED),
            (psycopg.errors.DeadlockDetected, Trouble.LOCKED),
            (psycopg.errors.ReadOnlySqlTransaction, Trouble.READ_ONLY),
            (psycopg.errors.AdminShutdown, Trouble.SILENT),
            (psycopg.errors.CannotConnectNow, Trouble.SILENT),
            (psycopg.errors.TooManyConnections, Trouble.SILENT),
            (psycopg.OperationalError, Trouble.SILENT),
            (psycopg.errors.UniqueViolation, None),
            (psycopg.errors.CheckViolation, None),
            (ValueError, None),
        ],
    )
    def test_tells_what_is_about_the_database_from_what_is_about_the_question(
        self, error: type[Exception], trouble: Trouble | None
    ) -> None:
        assert trouble_of(error()) is trouble
