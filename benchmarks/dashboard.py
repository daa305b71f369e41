"""The owner's dashboard: all figures of the page over 10,000 deals, against a bare count of the same rows."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlmodel import func, select

from benchmarks.rows import Row, row
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.periods import Preset, choose_period
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

DEALS = 10_000
REPEATS = 9


def measure() -> Iterator[Row]:
    """Median milliseconds of the whole page: for the default 30 days and for the year."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "studio_app", "demo", "--deals", str(DEALS), "--seed", "1"]
        subprocess.run(command, check=True, env={**os.environ, "STUDIO_DATA_DIR": folder}, stdout=subprocess.DEVNULL)
        services = build(Settings(data_dir=Path(folder)))
        read = services.runner.read_sync
        baseline = _median(lambda: read(SYSTEM, _count))
        for name, preset in (("dashboard.10k", Preset.DAYS_30), ("dashboard.10k.year", Preset.YEAR)):
            yield row(name, _median(_page(services, preset)), "ms", baseline=baseline)
        services.runner.close()


def _page(services: Services, preset: Preset) -> Callable[[], object]:
    read = services.runner.read_sync
    period = read(SYSTEM, choose_period, preset=preset).period
    return lambda: read(SYSTEM, dashboard, period=period)


def _median(call: Callable[[], object]) -> float:
    call()
    times: list[float] = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _count(work: Work) -> tuple[int, int]:
    visits = work.session.exec(select(func.count()).select_from(StageVisit)).one()
    return visits, work.session.exec(select(func.count()).select_from(TimelineEvent)).one()
