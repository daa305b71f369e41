"""sockets.anonymous: what stays in the server of visitors without a session who open its socket and close it."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterator

from benchmarks.harness import Server, server
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket

SOCKETS = 10_000
AT_ONCE = 16
SETTLED = 30  # seconds: a closed socket's last ping is planned for so long
COUNTED = ("benchmarks.counted",)
HYDRATE = "reflex___state____state.hydrate_and_load"


def measure() -> Iterator[Row]:
    """Ten thousand warm the server up; what ten thousand more add is the figure."""
    with server(deals=70, command=COUNTED) as site:
        first = _memory_after(site)
        second = _memory_after(site)
        with urllib.request.urlopen(f"{site.url}/bench/states") as answer:
            kept = json.load(answer)
    yield row("sockets.anonymous", second - first, "MB")
    yield row("sockets.anonymous.states", kept["states"], "states")


def _memory_after(site: Server) -> float:
    asyncio.run(_come_and_go(site.url))
    time.sleep(SETTLED)
    return site.megabytes()


async def _come_and_go(url: str) -> None:
    numbers = iter(range(SOCKETS))

    async def visitor() -> None:
        for number in numbers:  # from many addresses: one may have few of them open
            address = f"127.0.{number // 200 % 200 + 1}.{number % 200 + 1}"
            socket = await Socket.connect(url, "", says={"event": load_page()}, address=address)
            await socket.wait('"delta"', seconds=60)
            socket.close()

    await asyncio.gather(*(visitor() for _ in range(AT_ONCE)))


def load_page() -> dict[str, object]:
    """What the sign-in page says when it is opened."""
    return {"name": HYDRATE, "payload": {}, "router_data": {"pathname": "/sign-in", "asPath": "/sign-in", "query": {}}}
