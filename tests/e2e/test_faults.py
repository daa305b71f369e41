"""Killed processes and connections that nobody uses: the product goes on answering."""

import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from studio_app.serving.listening import FILES
from tests.e2e.conftest import PORT, START_SECONDS
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e
CONNECTIONS = 1300
AGAIN, GONE = 5, 10  # seconds
BARE = 0.6  # seconds that a machine with nothing else to do takes to load the libraries
HALF_A_HEAD = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_A_BODY = b"POST /lead HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\n\r\nname="
ADDRESS = "127.0.0.1", PORT  # of the server itself, whatever line leads to it


def _seconds_to_health() -> float:
    started = time.monotonic()
    with urllib.request.urlopen(f"http://{ADDRESS[0]}:{ADDRESS[1]}/health", timeout=30) as answer:
        assert answer.status == 200
    return time.monotonic() - started


def _seconds_until_serving(site: Site, *, instead_of: int) -> float:
    started = time.monotonic()
    while site.server.worker() == instead_of:  # it is being killed
        time.sleep(0.01)
    _seconds_to_health()
    return time.monotonic() - started


def _again() -> float:
    """The seconds within which the site must serve again: longer where this machine has other things to do, by as
    much as it takes longer to load what any such site loads."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import reflex, sqlmodel, fastapi"], check=True)
    slower = (time.monotonic() - started) / BARE
    # what else runs comes and goes between the two measurements: on a busy machine they differ by half
    return AGAIN * (1.0 if slower < 1.1 else 1.5 * slower)


def _kill(site: Site) -> int:
    worker = site.server.worker()
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    return worker


@pytest.fixture
def many_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], CONNECTIONS + 500), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("many_files")
class TestConnections:
    @pytest.mark.parametrize("sent", [b"", HALF_A_HEAD])
    def test_that_nobody_uses_stop_nobody_and_are_ended(self, site: Site, sent: bytes) -> None:
        with ExitStack() as opened, selectors.DefaultSelector() as waiting:
            for _ in range(CONNECTIONS):
                connection = opened.enter_context(socket.create_connection(ADDRESS, timeout=10))
                if sent:
                    connection.sendall(sent)
                waiting.register(connection, selectors.EVENT_READ)
            assert _seconds_to_health() < 2
            ended, deadline = 0, time.monotonic() + 15
            while ended < CONNECTIONS:
                assert time.monotonic() < deadline
                for key, _ in waiting.select(1):
                    assert isinstance(key.fileobj, socket.socket)
                    assert key.fileobj.recv(1000) == b""
                    waiting.unregister(key.fileobj)
                    ended += 1

    def test_whose_body_stops_coming_are_ended(self, site: Site) -> None:
        with socket.create_connection(ADDRESS, timeout=20) as connection:
            connection.sendall(HALF_A_BODY % urlsplit(site.url).netloc.encode())
            started = time.monotonic()
            assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")
            assert 9 < time.monotonic() - started < 13

    def test_have_room_and_the_log_says_how_much(self, site: Site) -> None:
        worker = site.server.worker()
        assert worker is not None
        soft, hard = resource.prlimit(worker, resource.RLIMIT_NOFILE)
        assert soft == min(hard, FILES)
        assert f"up to {soft} open files" in site.log.read_text()


@pytest.fixture
def started_anew(site: Site) -> None:
    """What tests before have killed counts no more: whoever dies young again and again is started ever later."""
    site.server.stop()
    site.server.start(seconds=START_SECONDS)


@pytest.mark.usefixtures("started_anew")
class TestProcesses:
    def test_serve_again_after_a_kill(self, site: Site) -> None:
        assert _seconds_until_serving(site, instead_of=_kill(site)) < _again()

    def test_serve_again_after_two_kills_in_a_row(self, site: Site) -> None:
        first = _kill(site)
        while site.server.worker() in {first, None}:
            time.sleep(0.01)
        assert _seconds_until_serving(site, instead_of=_kill(site)) < _again()

    def test_serve_again_when_they_are_killed_as_soon_as_they_serve(self, site: Site) -> None:
        for _ in range(2):
            assert _seconds_until_serving(site, instead_of=_kill(site)) < _again()

    def test_leave_nothing_behind_when_the_first_of_them_is_killed(self, site: Site) -> None:
        os.kill(site.server.pid, signal.SIGKILL)
        deadline = time.monotonic() + GONE
        while True:
            try:
                socket.create_server(ADDRESS).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        site.server.stop(signal.SIGKILL)
        site.server.start(seconds=START_SECONDS)
