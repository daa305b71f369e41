"""backup.10k: a set of a studio of 10,000 deals, made by the command while a card is moved again and again."""

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.board import p95, some_moves
from benchmarks.harness import ROOT, Server, server
from benchmarks.rows import Row, row
from benchmarks.watching import moved
from studio_app.bootstrap import build
from studio_app.config import Settings

DEALS = 10_000
SECONDS, A_SECOND = 12, 10


def measure() -> Iterator[Row]:
    """One set after the other while there are moves; the same moves without them before."""
    with server(deals=DEALS) as site, TemporaryDirectory(prefix="studio-bench-") as sets:
        services = build(Settings())
        moves = some_moves(services, SECONDS * A_SECOND * 2)
        services.close()
        took, idle, busy = asyncio.run(_compare(site, Path(sets), moves))
    yield row("backup.10k", statistics.median(took), "s")
    yield row("backup.10k.move", p95(busy), "ms", baseline=p95(idle))


async def _compare(
    site: Server, sets: Path, moves: list[dict[str, Any]]
) -> tuple[list[float], list[float], list[float]]:
    half = len(moves) // 2
    idle = await moved(site, moves[:half], a_second=A_SECOND)
    busy = asyncio.create_task(moved(site, moves[half:], a_second=A_SECOND))
    took: list[float] = []
    while not busy.done():
        took.append(await _backup(sets / str(len(took))))
    return took, idle, await busy


async def _backup(folder: Path) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "studio_app", "backup", str(folder)]
    made = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    told, _ = await made.communicate()
    assert made.returncode == 0, told.decode()
    return time.perf_counter() - started
