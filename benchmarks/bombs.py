"""table.bomb: files that are made to hold a reader up, posted to the running server by its owner.

Workbooks, XML and CSV that are small when they travel and far too much when they are read. What is measured begins
when a file has been posted and ends when its screen says why it is refused.
"""

import asyncio
import re
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from benchmarks.board import p95
from benchmarks.harness import Server, server
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket
from benchmarks.watching import health
from tests.adapters.tables.hostile import STATEMENTS, TEXTS, WORKBOOKS

IDLE_SECONDS = 5
_STATES = "reflex___state____state.studio_app___workspace___"
_READ = re.compile(r'"reading[a-z_]*":false')
_REFUSED = re.compile(r'"problem":"[^"]')


class Screen(NamedTuple):
    """Where a kind of file is posted, and the handler that shows what was made of it."""

    path: str
    handler: str


TABLES = Screen("/import-file", f"{_STATES}imports___state____import_state.load")
BANK = Screen("/statement-file", f"{_STATES}statements___state____statements_state.open")
TABLE_BOMBS = (
    *("a salted sheet of nothing", "millions of strings", "a part larger than it says", "entities in a sheet"),
    *("one long text in every cell", "a line without an end", "more cells than are read"),
)
BOMBS: Mapping[Screen, Mapping[str, Callable[[], bytes]]] = {
    TABLES: {name: {**WORKBOOKS, **TEXTS}[name] for name in TABLE_BOMBS},
    BANK: {name: STATEMENTS[name] for name in ("CAMT with entities", "CAMT of millions of elements", "1C of one line")},
}


def measure() -> Iterator[Row]:
    """The slowest of them, the memory of the serving process at its highest, and /health all the while."""
    with server(deals=100) as site:
        idle, looks, took, megabytes = asyncio.run(_throw(site))
    yield row("table.bomb", max(took), "s until the slowest is refused")
    yield row("table.bomb.memory", megabytes, "MB more in the serving process")
    yield row("table.bomb.health", p95(looks), "ms", baseline=p95(idle))


async def _throw(site: Server) -> tuple[list[float], list[float], list[float], float]:
    cookie = site.sign_in("owner")
    bombs = [(screen, make()) for screen, some in BOMBS.items() for make in some.values()]
    await _refused(site, cookie, *bombs[-1])  # a process is ready from now on
    async with health() as idle:
        await asyncio.sleep(IDLE_SECONDS)
    before = site.forget_peak()
    async with health() as looks:
        took = [await _refused(site, cookie, screen, raw) for screen, raw in bombs]
    return idle, looks, took, site.peak() - before


async def _refused(site: Server, cookie: str, screen: Screen, raw: bytes) -> float:
    await asyncio.to_thread(_post, site, cookie, screen.path, raw)
    started = time.perf_counter()
    page = await Socket.connect(site.url, cookie)
    page.fire(screen.handler)
    while not any(_READ.search(text) for _, text in page.frames):
        await page.heard(seconds=60)
    took = time.perf_counter() - started
    assert any(_REFUSED.search(text) for _, text in page.frames), page.frames[-1]
    page.close()
    return took


def _post(site: Server, cookie: str, path: str, raw: bytes) -> None:
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="table.xlsx"\r\n\r\n'
    body = head.encode() + raw + f"\r\n--{mark}--\r\n".encode()
    headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={mark}"}
    with site.opener().open(urllib.request.Request(f"{site.url}{path}", body, headers)) as answer:
        assert "refused" not in answer.headers["Location"], answer.headers["Location"]
