"""start.cold: `serve` of a prepared studio until /health says 200, beside a bare process that loads the libraries."""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from socket import create_connection
from urllib.request import urlopen

from benchmarks.harness import PORT, ROOT, server
from benchmarks.rows import Row, row

ROUNDS = 3
_BARE = "import reflex, reflex.app, reflex.state, sqlmodel, fastapi"
"""`import reflex` alone loads nothing yet: its parts come when they are first used."""


def measure() -> Iterator[Row]:
    """Both by turns, medians: the machine has other things to do, too."""
    with server(deals=70) as site:
        os.environ["STUDIO_DATA_DIR"] = str(site.data)
        os.killpg(site.group, signal.SIGINT)
        _wait_until_ended()
        bare, cold = [], []
        for _ in range(ROUNDS):
            bare.append(_bare())
            cold.append(_cold())
    yield row("start.cold", statistics.median(cold), "s", baseline=statistics.median(bare))


def _bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _BARE], check=True)
    return time.perf_counter() - started


def _cold() -> float:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "studio_app", "serve"], cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    while True:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5) as answer:
            if answer.status == 200:
                break
        assert process.poll() is None
        time.sleep(0.01)
    took = time.perf_counter() - started
    process.send_signal(signal.SIGINT)
    process.wait(20)
    return took


def _wait_until_ended() -> None:
    with suppress(ConnectionRefusedError):
        while True:
            with suppress(ConnectionResetError):  # ending, not yet ended
                create_connection(("127.0.0.1", PORT), timeout=5).close()
            time.sleep(0.05)
