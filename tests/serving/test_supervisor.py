"""The supervisor, over a site of a few lines that is really killed."""

import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from studio_app.serving.supervisor import BackOff

AGAIN, GONE = 5, 10  # seconds: serving again after a kill; gone after the supervisor
_SUPERVISOR = """
import signal, sys
from studio_app.serving.supervisor import supervise
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a shell that was told to ignore it hands that down
sys.exit(supervise(sys.argv[1:], stop_seconds=1))
"""
_SITE = """
import os, signal, socket, sys, time
from studio_app.adapters.child_processes import end_with_parent
end_with_parent()
from studio_app.serving.channel import Supervisor
supervisor = Supervisor()
listener = supervisor.listener or socket.create_server(("127.0.0.1", int(sys.argv[1])))
supervisor.keep(listener)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, {on_stop})
supervisor.serving()
while True:
    connection, _ = listener.accept()
    connection.sendall(str(os.getpid()).encode())
    connection.close()
"""
_ENDS, _STAYS = "lambda *_: os._exit(0)", "signal.SIG_IGN"
_DIES = "import os, sys; {how}"


class _Run:
    def __init__(self, site: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-c", _SUPERVISOR, sys.executable, "-c", site, str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def pid(self) -> int:
        """The process that answers now. Connections wait while there is none; none is refused."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=AGAIN) as connection:
            return int(connection.recv(100))

    def first_pid(self) -> int:
        deadline = time.monotonic() + 30
        while True:
            with suppress(ConnectionRefusedError):
                return self.pid()
            assert time.monotonic() < deadline
            time.sleep(0.02)


@contextmanager
def _running(on_stop: str = _ENDS) -> Iterator[_Run]:
    run = _Run(_SITE.format(on_stop=on_stop))
    try:
        yield run
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.process.pid, signal.SIGKILL)
        run.process.communicate()


def _wait_until_gone(pid: int) -> None:
    # one that is being killed may still take a connection with it
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.01)


def _wait_until_free(port: int) -> None:
    deadline = time.monotonic() + GONE
    while True:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.service
class TestSupervise:
    @pytest.mark.parametrize("times", [1, 2, 3])
    def test_serves_again_after_a_kill_and_refuses_nobody_meanwhile(self, times: int) -> None:
        with _running() as run:
            pid = run.first_pid()
            for _ in range(times):
                os.kill(pid, signal.SIGKILL)
                _wait_until_gone(pid)
                before, pid = pid, run.pid()
                assert pid != before
            assert run.process.poll() is None

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
    def test_takes_the_site_with_it(self, how: signal.Signals) -> None:
        with _running(_STAYS) as run:
            run.first_pid()
            run.process.send_signal(how)
            run.process.wait(GONE)
            _wait_until_free(run.port)

    @pytest.mark.parametrize("to", [os.kill, os.killpg])
    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
    def test_ends_well_when_it_is_told_to(self, how: signal.Signals, to: Callable[[int, int], None]) -> None:
        with _running() as run:
            run.first_pid()
            to(run.process.pid, how)
            assert run.process.wait(GONE) == 0
            _wait_until_free(run.port)

    def test_kills_a_site_that_does_not_stop(self) -> None:
        with _running(_STAYS) as run:
            run.first_pid()
            run.process.send_signal(signal.SIGTERM)
            assert run.process.wait(GONE) == 0
            _wait_until_free(run.port)

    def test_ends_with_a_site_that_refuses_to_start(self) -> None:
        run = _Run(_DIES.format(how='print("why", file=sys.stderr); sys.exit(3)'))
        _, told = run.process.communicate(timeout=30)
        assert (run.process.returncode, told) == (3, "why\n")

    @pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks for the settings of glibc")
    def test_has_large_memory_given_back(self) -> None:
        code = f"""
import os, sys
def resident(): return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
files = [bytearray({9 << 20}) for _ in range(4)]
del files  # from now on glibc would take such ones from what it keeps
one, small, other = bytearray({9 << 20}), bytearray(100_000), bytearray({9 << 20})
before = resident()
del one
print(before - resident(), file=sys.stderr)
sys.exit(3)
"""
        _, told = _Run(code).process.communicate(timeout=30)
        assert int(told) >= 8

    def test_tries_again_when_a_start_is_killed_and_ends_in_the_middle_of_a_pause(self) -> None:
        run = _Run(_DIES.format(how="os.kill(os.getpid(), 9)"))
        assert run.process.stderr is not None
        told = [run.process.stderr.readline() for _ in range(2)]
        assert all("killed by SIGKILL" in line for line in told)
        run.process.send_signal(signal.SIGINT)
        run.process.communicate(timeout=GONE)
        assert run.process.returncode == 0

    def test_loads_nothing_of_the_product(self) -> None:
        code = "import sys, studio_app.cli.main, studio_app.cli.serve; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        loaded = set(done.stdout.split())
        assert not {"reflex", "sqlmodel", "sqlalchemy", "fastapi", "pydantic", "granian", "studio_app.config"} & loaded
        assert not [name for name in loaded if name.startswith(("studio_app.domain", "studio_app.bootstrap"))]

    def test_stays_small(self) -> None:
        with _running() as run:
            run.first_pid()
            status = Path(f"/proc/{run.process.pid}/status").read_text()
            resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
            assert int(resident.split()[1]) < 30_000  # kB


class TestBackOff:
    def test_starts_a_site_that_has_lived_at_once(self) -> None:
        assert BackOff().pause(lived=3600) == 0

    def test_starts_the_first_one_that_dies_at_once(self) -> None:
        assert BackOff().pause(lived=0) == 0

    def test_waits_longer_for_each_that_dies_young_and_never_more_than_half_a_minute(self) -> None:
        back_off = BackOff()
        assert [back_off.pause(lived=0) for _ in range(9)] == [0, 1, 2, 4, 8, 16, 30, 30, 30]

    def test_forgets_the_young_ones_after_one_that_has_lived(self) -> None:
        back_off = BackOff()
        for _ in range(8):
            back_off.pause(lived=0)
        assert back_off.pause(lived=10) == 0
        assert back_off.pause(lived=0) == 1

    def test_counts_what_the_site_has_lived(self) -> None:
        back_off = BackOff()
        assert [back_off.pause(lived=2.5) for _ in range(5)] == [0, 0, 0, 1.5, 5.5]
