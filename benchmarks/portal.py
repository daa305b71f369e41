"""portal.invoice: how many invoice pages a second the product serves, beside its own /ping and a bare server's."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.harness import PORT, ROOT, server
from benchmarks.load import requests_per_second
from benchmarks.rows import Row, row
from benchmarks.selling import issued_invoice
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM

HOST = "127.0.0.1"
BARE = PORT + 1
ROUNDS = 3


def measure() -> Iterator[Row]:
    """Page, /ping and bare route by turns, the best round of each: the machine has other things to do, too."""
    with server(deals=100), _bare_server():
        services = build(Settings())
        _, path = services.runner.run_sync(SYSTEM, issued_invoice)
        services.close()
        bare, ping, page = [], [], []
        for _ in range(ROUNDS):
            bare.append(requests_per_second(HOST, BARE, "/bare"))
            ping.append(requests_per_second(HOST, PORT, "/ping"))
            page.append(requests_per_second(HOST, PORT, path))
    yield row("portal.invoice", max(page), "requests/s", baseline=max(ping))
    yield row("portal.invoice.bare", max(page), "requests/s", baseline=max(bare))


@contextmanager
def _bare_server() -> Iterator[None]:
    command = ["granian", "--interface", "asgi", "--host", HOST, "--port", str(BARE), "benchmarks.bare_site:app"]
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://{HOST}:{BARE}/bare")
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
