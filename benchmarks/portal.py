"""portal.invoice: how many invoice pages a second, beside a bare route of the same server."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from benchmarks.harness import PORT, ROOT
from benchmarks.load import requests_per_second
from benchmarks.rows import Row, row
from benchmarks.selling import issued_invoice
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.work import SYSTEM
from studio_app.preparing import first_start

HOST = "127.0.0.1"
ROUNDS = 3


def measure() -> Iterator[Row]:
    """Bare route and page by turns, the best round of each: the machine has other things to do, too."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        os.environ["STUDIO_DATA_DIR"] = folder
        settings = Settings()
        first_start(settings)
        services = build(settings)
        _, path = services.runner.run_sync(SYSTEM, issued_invoice)
        services.close()
        command = ["granian", "--interface", "asgi", "--host", HOST, "--port", str(PORT), "benchmarks.bare_site:app"]
        server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait(f"http://{HOST}:{PORT}/bare")
            bare, page = [], []
            for _ in range(ROUNDS):
                bare.append(requests_per_second(HOST, PORT, "/bare"))
                page.append(requests_per_second(HOST, PORT, path))
        finally:
            server.terminate()
            server.wait()
    yield row("portal.invoice", max(page), "requests/s", baseline=max(bare))


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
