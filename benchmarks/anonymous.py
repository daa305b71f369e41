"""sockets.anonymous: what stays in the server of visitors without a session who open its socket and close it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import PORT, ROOT
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket
from studio_app.config import Settings
from studio_app.preparing import first_start
from studio_app.serving import ensure_built

SOCKETS = 10_000
AT_ONCE = 16
SETTLED = 30  # seconds: a closed socket's last ping is planned for so long
HYDRATE = "reflex___state____state.hydrate_and_load"


def measure() -> Iterator[Row]:
    """Ten thousand warm the server up; what ten thousand more add is the figure."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        data = {"STUDIO_PORT": str(PORT), "STUDIO_DATA_DIR": folder, "STUDIO_PAYMENT_PROVIDER": "demo"}
        os.environ.update(data)
        settings = Settings()
        ensure_built(settings)
        first_start(settings)
        command = ["granian", "--interface", "asgi", "--factory", "--host", "127.0.0.1", "--port", str(PORT)]
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "benchmarks.counted:app"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(f"{settings.url}/health")
            first = _memory_after(settings.url, server.pid)
            second = _memory_after(settings.url, server.pid)
            kept = json.loads(_read(f"{settings.url}/bench/states"))
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait()
    yield row("sockets.anonymous", second - first, "MB", baseline=None)
    yield row("sockets.anonymous.states", kept["states"], "states")


def _memory_after(url: str, group: int) -> float:
    asyncio.run(_come_and_go(url))
    time.sleep(SETTLED)
    return sum(_resident(path) for path in Path("/proc").glob("[0-9]*") if _group(path) == group)


async def _come_and_go(url: str) -> None:
    numbers = iter(range(SOCKETS))

    async def visitor() -> None:
        for number in numbers:  # from many addresses: one may have few of them open
            address = f"127.0.{number // 200 % 200 + 1}.{number % 200 + 1}"
            socket = await Socket.connect(url, "", says={"event": _load()}, address=address)
            await socket.wait('"delta"', seconds=60)
            socket.close()

    await asyncio.gather(*(visitor() for _ in range(AT_ONCE)))


def _load() -> dict[str, object]:
    return {"name": HYDRATE, "payload": {}, "router_data": {"pathname": "/sign-in", "asPath": "/sign-in", "query": {}}}


def _resident(process: Path) -> float:
    try:
        pages = int((process / "statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _group(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            _read(url)
        except urllib.error.URLError:
            assert time.monotonic() < deadline, url
            time.sleep(0.2)
        else:
            return
