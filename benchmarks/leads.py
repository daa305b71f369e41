"""leads.intake: how many leads a second the product accepts, beside a bare route of the same server.

The real server with jobs, the inbox of leads and letters, and 8 clients in a process of their own that always have
one lead under way each. A lead counts when it is answered by 201: stored for good, its deal to come.
Because a machine has other things to do, the processor time of the server for a lead is told, too, and
how fast the deals of the burst were made after it, with their briefs and the first letters.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.harness import PORT, ROOT, Server, server
from benchmarks.load import requests_per_second
from benchmarks.rows import Row, row

HOST = "127.0.0.1"
CONNECTIONS = 8
SECONDS = 5.0
BARE = "/ping"  # the one route of the server that does nothing
_RATE = "STUDIO_LEAD_RATE_PER_MINUTE"
_CATCH_UP = 300.0  # seconds that the deals of the burst may take


def measure() -> Iterator[Row]:
    """One burst after a short one to warm up, then the deals that follow from both."""
    os.environ[_RATE] = "1000000"
    try:
        with server(deals=1000) as running:
            _send(0.5)
            bare = requests_per_second(HOST, PORT, BARE, connections=CONNECTIONS, seconds=2)
            used = processor_seconds(running)
            leads, seconds, p95 = _send(SECONDS)
            cost = (processor_seconds(running) - used) / leads
            deals, took = _deals_made(running)
    finally:
        del os.environ[_RATE]
    yield row("leads.intake", leads / seconds, "leads/s", baseline=bare)
    yield row("leads.intake.cpu", cost * 1000, "ms of processor time a lead")
    yield row("leads.intake.p95", p95 * 1000, "ms")
    yield row("leads.intake.deals", deals / took, "deals/s after the burst")


def processor_seconds(running: Server) -> float:
    """Processor time that the processes of the server have used so far."""
    mark = f"STUDIO_DATA_DIR={running.data}".encode()
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                user, system = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
                ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def _send(seconds: float) -> tuple[int, float, float]:
    """Leads accepted, seconds it took, and the 95th percentile of the seconds until an answer."""
    command = [sys.executable, "-m", "benchmarks.leads", str(seconds)]
    result = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    leads, took, p95 = json.loads(result.stdout)
    return int(leads), float(took), float(p95)


def _deals_made(running: Server) -> tuple[int, float]:
    """How many deals were still to be made, and how many seconds it took."""
    engine = create_engine(f"sqlite:///{running.data / 'studio.db'}")
    count = text("SELECT count(*) FROM lead WHERE state = 'waiting'")
    started = time.monotonic()
    with engine.connect() as connection:
        waiting = first = int(connection.execute(count).scalar_one())
        while waiting:
            if time.monotonic() - started > _CATCH_UP:
                raise TimeoutError(f"{waiting} of {first} leads have no deal yet")
            connection.rollback()
            time.sleep(0.1)
            waiting = int(connection.execute(count).scalar_one())
    engine.dispose()
    return first, time.monotonic() - started


def burst(seconds: float) -> tuple[int, float, float]:
    """Post leads over keep-alive connections; what `_send` gives back. Every answer must be a 201."""
    selector = selectors.EpollSelector()
    sent: dict[socket.socket, float] = {}
    answers: dict[socket.socket, bytes] = {}
    waits: list[float] = []
    run = time.time_ns()

    def post(connection: socket.socket, number: int) -> None:
        lead = {"name": f"Client {number}", "email": f"c{run}.{number}@example.com", "message": "A site, please"}
        body = json.dumps(lead).encode()
        head = f"POST /api/v1/leads HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nContent-Type: application/json\r\n"
        sent[connection], answers[connection] = time.perf_counter(), b""
        connection.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    for number in range(CONNECTIONS):
        connection = socket.create_connection((HOST, PORT))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        post(connection, number)
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            answers[connection] += connection.recv(1 << 16)
            if answers[connection].endswith(b"}"):
                assert answers[connection].startswith(b"HTTP/1.1 201"), answers[connection].decode()
                waits.append(time.perf_counter() - sent[connection])
                post(connection, CONNECTIONS + len(waits))
    for connection in sent:
        connection.close()
    return len(waits), elapsed, sorted(waits)[int(len(waits) * 0.95)]


if __name__ == "__main__":
    print(json.dumps(burst(float(sys.argv[1]))))
