"""search.100k: finding deals among 100,000, as the palette asks, without the browser around it.

Every question is one transaction of the runner, as a handler makes it. The questions are what people type: one
letter, the beginning of a word, two words, a number, a phone, and words that are nowhere.
"""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import seed
from benchmarks.rows import Row, row
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.finding import find_with_standings
from studio_app.preparing import first_start

DEALS = 100_000
TIMES = 10
QUESTIONS = (
    *("с", "са", "сайта", "кофейня", "магазин ромашка", "ивановых пекарни"),
    *("12345", "+7 912 001-23-45", "нетакого"),
)


def measure() -> Iterator[Row]:
    """Every question several times, in turn."""
    with TemporaryDirectory(prefix="studio-bench-") as folder:
        settings = Settings(data_dir=Path(folder))
        first_start(settings)
        services = build(settings)
        services.runner.run_sync(SYSTEM, seed, deals=DEALS)
        times: list[float] = []
        for _ in range(TIMES):
            for question in QUESTIONS:
                started = time.perf_counter()
                services.runner.read_sync(SYSTEM, find_with_standings, text=question)
                times.append((time.perf_counter() - started) * 1000)
        services.close()
    yield row("search.100k.p50", statistics.median(times), "ms")
    yield row("search.100k", sorted(times)[int(len(times) * 0.95)], "ms")
