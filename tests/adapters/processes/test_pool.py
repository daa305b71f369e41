"""The pool of limited processes: what it gives back, what ends a process, and who hears of it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.pool import ProcessPool, Task
from studio_app.core.errors import NotFound

pytestmark = pytest.mark.service

ROOT = Path(__file__).parents[3]


def task(name: str, *, seconds: int = 20, lane: str = "x") -> Task[bytes]:
    # tests is no package that is installed: the process runs in the folder of the product
    entry = f"tests.adapters.processes.tasks:{name}"
    return Task(entry=entry, whole=b"".join, lane=lane, seconds=seconds, errors=(NotFound,))


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    made = ProcessPool(size=2, megabytes=512)
    yield made
    made.close()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def soon(true: Callable[[], bool], *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


class TestRun:
    def test_gives_back_all_parts_of_any_size(self, pool: ProcessPool) -> None:
        assert pool.run(task("echo"), b"") == b""
        assert pool.run(task("echo"), b"ab" * 5_000_000, times=2) == b"ab" * 10_000_000

    def test_uses_one_process_again_and_another_after_a_number_of_jobs(
        self, pool: ProcessPool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("studio_app.adapters.processes.pool._LIFE", 3)
        pids = [pool.run(task("pid"), b"") for _ in range(4)]
        assert pids[0] == pids[1] == pids[2] != pids[3]
        assert soon(lambda: gone(int(pids[0])))

    def test_sees_no_secret_of_the_server_and_gives_way(
        self, pool: ProcessPool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", "s3cret")
        nice, _, environment = pool.run(task("state"), b"").partition(b"|")
        assert int(nice) >= 5
        assert b"s3cret" not in environment

    def test_is_not_misled_by_what_a_library_prints(self, pool: ProcessPool) -> None:
        assert pool.run(task("chatter"), b"") == b"answer"

    def test_raises_the_typed_error_and_goes_on_with_the_same_process(self, pool: ProcessPool) -> None:
        before = pool.run(task("pid"), b"")
        with pytest.raises(NotFound) as refused:
            pool.run(task("refuse"), b"")
        assert refused.value.params == {"what": "it"}
        assert pool.run(task("pid"), b"") == before

    async def test_tells_how_far_it_is(self, pool: ProcessPool) -> None:
        heard: list[int] = []
        assert await pool.ask(task("slow"), b"", on_progress=heard.append) == b"read"
        assert heard
        assert heard == sorted(heard)
        assert heard[-1] <= 3000

    def test_a_long_reading_does_not_keep_other_work_waiting(self, pool: ProcessPool) -> None:
        reading = [pool.submit(task("spin", lane="tables", seconds=60), b"") for _ in range(2)]
        assert pool.run(task("echo", lane="pdf"), b"x") == b"x"
        assert not any(one.done() for one in reading)


class TestLimits:
    @pytest.mark.parametrize(
        ("name", "reason", "seconds"), [("die", "ended", 20), ("spin", "time", 1), ("swallow", "memory", 20)]
    )
    def test_a_process_that_fails_is_replaced_and_its_caller_hears_why(
        self, pool: ProcessPool, name: str, reason: str, seconds: int
    ) -> None:
        before = pool.run(task("pid"), b"")
        with pytest.raises(WorkFailed) as failed:
            pool.run(task(name, seconds=seconds), b"x")
        assert failed.value.reason == reason
        assert pool.run(task("pid"), b"") != before
        assert soon(lambda: gone(int(before)))

    def test_what_breaks_is_named_and_breaks_nothing_else(self, pool: ProcessPool) -> None:
        with pytest.raises(WorkFailed, match="KeyError"):
            pool.run(task("break_"), b"")
        assert pool.run(task("echo"), b"x") == b"x"

    def test_a_process_killed_while_it_waits_is_replaced_unnoticed(self, pool: ProcessPool) -> None:
        pid = int(pool.run(task("pid"), b""))
        os.kill(pid, signal.SIGKILL)
        assert soon(lambda: gone(pid))
        assert pool.run(task("echo"), b"x") == b"x"

    def test_refuses_when_too_many_wait(self, pool: ProcessPool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("studio_app.adapters.processes.pool._QUEUE", 2)
        waiting = [pool.submit(task("spin", seconds=1), b"") for _ in range(2)]
        with pytest.raises(WorkFailed, match="busy"):
            pool.submit(task("echo"), b"")
        for one in waiting:
            with pytest.raises(WorkFailed, match="time"):
                one.result()
        assert pool.run(task("echo"), b"x") == b"x"


class TestClose:
    def test_ends_the_idle_and_the_busy(self) -> None:
        pool = ProcessPool(size=1)
        pid = int(pool.run(task("pid"), b""))
        job = pool.submit(task("spin"), b"")
        closing = threading.Thread(target=pool.close)
        assert soon(lambda: bool(pool._busy))
        closing.start()
        with pytest.raises(WorkFailed, match="ended"):
            job.result()
        closing.join()
        assert soon(lambda: gone(pid))
        with pytest.raises(WorkFailed, match="closed"):
            pool.run(task("echo"), b"")

    @pytest.mark.parametrize("name", ["spin", "echo"])
    def test_no_process_outlives_a_server_that_is_killed(self, name: str) -> None:
        words = (
            "from tests.adapters.processes.test_pool import task\n"
            "from studio_app.adapters.processes.pool import ProcessPool\n"
            "pool = ProcessPool(size=1)\n"
            "print(pool.run(task('pid'), b'').decode(), flush=True)\n"
            f"pool.submit(task({name!r}), b'x').result() if {name!r} == 'echo' else pool.submit(task('spin'), b'')\n"
            "print('busy', flush=True)\n"
            "input()\n"
        )
        server = subprocess.Popen(
            [sys.executable, "-c", words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert server.stdin
        assert server.stdout
        with server.stdin, server.stdout:
            pid = int(server.stdout.readline())
            assert server.stdout.readline() == "busy\n"
            assert not gone(pid)
            server.kill()
            server.wait()
            assert soon(lambda: gone(pid))
