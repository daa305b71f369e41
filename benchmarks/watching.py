"""The studio at work while something else goes on: cards are moved, and somebody looks whether it is healthy."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.harness import PORT, Server
from benchmarks.sockets import Socket

HOST = "127.0.0.1"
_LOOKS_A_SECOND = 20


@asynccontextmanager
async def health() -> AsyncIterator[list[float]]:
    """Milliseconds that /health took, again and again until the block ends."""
    looks: list[float] = []
    looking = asyncio.create_task(_look(looks))
    try:
        yield looks
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look(looks: list[float]) -> None:
    """Each time by a connection of its own, as those who watch over a site do."""
    while True:
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection(HOST, PORT)
        writer.write(f"GET /health HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head
        looks.append((time.perf_counter() - began) * 1000)
        writer.close()
        await asyncio.sleep(1 / _LOOKS_A_SECOND)


async def moved(site: Server, moves: Sequence[dict[str, Any]], *, a_second: float) -> list[float]:
    """Milliseconds from each move to its confirmation on the same socket."""
    mover = await Socket.connect(site.url, site.sign_in())
    mover.fire("open_board")
    await mover.wait('"columns"')
    took: list[float] = []
    began = time.perf_counter()
    for number, move in enumerate(moves):
        await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
        mover.frames.clear()
        sent = time.time()
        mover.fire("move", **move)
        came, _ = await mover.wait(f'"id":"{move["deal_id"]}"')
        took.append((came - sent) * 1000)
    mover.close()
    return took
