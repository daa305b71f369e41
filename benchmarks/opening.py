"""portal.open: five thousand open client pages, and the studio at work meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Any

from benchmarks.board import p95, some_moves
from benchmarks.harness import PORT, Server, server
from benchmarks.rows import Row, row
from benchmarks.selling import issued_invoice
from benchmarks.watching import HOST, health, moved
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM

DEALS = 8_000
PAGES, AN_ADDRESS, INVOICES = 5_000, 12, 20
COMMITS_A_SECOND, SECONDS = 5, 15
_AT_ONCE = 100


def measure() -> Iterator[Row]:
    """The same quarter of a minute of work without pages and with them: /health, moves of a board, memory."""
    with server(deals=DEALS) as site:
        services = build(Settings())
        paths = [services.runner.run_sync(SYSTEM, issued_invoice, client=one)[1] for one in range(INVOICES)]
        moves = some_moves(services, COMMITS_A_SECOND * SECONDS * 2)
        services.close()
        idle, full, kilobytes = asyncio.run(_compare(site, paths, moves))
    yield row("portal.open.health", full[0], "ms", baseline=idle[0])
    yield row("portal.open.move", full[1], "ms", baseline=idle[1])
    yield row("portal.open.memory", kilobytes, "kB a page")


async def _compare(
    site: Server, paths: list[str], moves: list[dict[str, Any]]
) -> tuple[tuple[float, float], tuple[float, float], float]:
    half = len(moves) // 2
    idle = await _at_work(site, moves[:half])
    before = site.megabytes()
    pages = [page async for page in _open(paths)]
    await asyncio.sleep(2)
    after = site.megabytes()
    full = await _at_work(site, moves[half:])
    for page in pages:
        page.close()
    return idle, full, (after - before) * 1000 / PAGES


async def _open(paths: list[str]) -> AsyncIterator[asyncio.StreamWriter]:
    """Streams of pages, no more from an address than one may have; each has been told that it is open."""
    number = count()

    async def one() -> asyncio.StreamWriter:
        at = next(number)
        home = at // AN_ADDRESS
        address = f"127.1.{home // 250}.{home % 250 + 1}"
        reader, writer = await asyncio.open_connection(HOST, PORT, local_addr=(address, 0))
        path = paths[at % len(paths)]
        writer.write(f"GET {path}/events HTTP/1.1\r\nHost: localhost:{PORT}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head
        await reader.readuntil(b"event: at")
        return writer

    for _ in range(PAGES // _AT_ONCE):
        for page in await asyncio.gather(*(one() for _ in range(_AT_ONCE))):
            yield page


async def _at_work(site: Server, moves: list[dict[str, Any]]) -> tuple[float, float]:
    """The 95th percentile of /health and of a move's confirmation, in milliseconds."""
    async with health() as looks:
        took = await moved(site, moves, a_second=COMMITS_A_SECOND)
    return p95(looks), p95(took)
