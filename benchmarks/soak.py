"""A server under load for as long as one likes, its memory watched: `python -m benchmarks.soak --seconds 1800`.

People move cards, clients read an invoice, strangers open the sign-in page and go. Wrong is a move that was neither
made nor refused, a page that did not come, a site that had to be started again, memory that goes on growing.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator
from itertools import count

from benchmarks.anonymous import load_page
from benchmarks.harness import PORT, Server, server
from benchmarks.people import Person, sign_in_many, stages_for_anything
from benchmarks.selling import issued_invoice
from benchmarks.sockets import Socket
from benchmarks.watching import HOST, health
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM

PEOPLE, MOVES_A_SECOND = 10, 2
PAGES_A_SECOND, VISITORS_A_SECOND = 20, 10
LOOK_SECONDS = 2
GROWTH = 20.0
"""Megabytes that the median of the last third of the time may be above that of the middle one."""
_PATIENCE = 30


def soak(seconds: int) -> list[str]:
    """What was wrong in that time; empty: nothing."""
    with server(deals=1_000) as site:
        services = build(Settings())
        stages = services.runner.read_sync(SYSTEM, stages_for_anything)
        cookies = services.runner.run_sync(SYSTEM, sign_in_many, count=PEOPLE)
        _, path = services.runner.run_sync(SYSTEM, issued_invoice)
        services.close()
        began = site.serving()
        memory, problems = asyncio.run(_load(site, seconds, cookies, stages, path))
        if site.serving() != began:
            problems.append("the site died and was started again")
    third = len(memory) // 3
    before, after = statistics.median(memory[third : 2 * third]), statistics.median(memory[2 * third :])
    print(f"memory: {memory[0]:.0f} MB at first, {before:.0f} MB in the middle, {after:.0f} MB at the end")
    if after - before > GROWTH:
        problems.append(f"memory has grown by {after - before:.0f} MB")
    return problems


async def _load(
    site: Server, seconds: int, cookies: list[str], stages: list[str], path: str
) -> tuple[list[float], list[str]]:
    """The memory every two seconds, in megabytes, and what was wrong."""
    people = [Person(await Socket.connect(site.url, cookie)) for cookie in cookies]
    for person in people:
        person.socket.fire("open_board")
        await person.socket.wait('"columns"')
        person.take()
    until = time.monotonic() + seconds
    memory: list[float] = []
    async with health() as looks, asyncio.TaskGroup() as together:
        for number, person in enumerate(people):
            together.create_task(_move(person, random.Random(number), stages, until))
        together.create_task(_read(path, until))
        together.create_task(_visit(site, until))
        together.create_task(_look(site, memory, until))
    asked, refused = sum(one.asked for one in people), sum(one.refused for one in people)
    open_still = await _unanswered(people)
    print(f"{asked} moves, {refused} of them refused; /health: {statistics.median(looks):.0f} ms (median)")
    return memory, [f"{open_still} of {asked} moves were not answered"] if open_still or not asked else []


async def _move(person: Person, chance: random.Random, stages: list[str], until: float) -> None:
    async for _ in _paced(MOVES_A_SECOND, until):
        person.take()
        if len(person.waiting) < len(person.cards):
            person.move(chance, stages)
        person.told.clear()  # nobody looks at these boards in the end


async def _read(path: str, until: float) -> None:
    async for _ in _paced(PAGES_A_SECOND, until):
        reader, writer = await asyncio.open_connection(HOST, PORT)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\n\r\n".encode())
        head, _, page = (await reader.read()).partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head
        assert page
        writer.close()


async def _visit(site: Server, until: float) -> None:
    addresses = (f"127.0.{number // 200 % 200 + 1}.{number % 200 + 1}" for number in count())
    async for _ in _paced(VISITORS_A_SECOND, until):
        socket = await Socket.connect(site.url, "", says={"event": load_page()}, address=next(addresses))
        await socket.wait('"delta"', seconds=_PATIENCE)
        socket.close()


async def _look(site: Server, memory: list[float], until: float) -> None:
    memory.extend([site.megabytes() async for _ in _paced(1 / LOOK_SECONDS, until)])


async def _paced(a_second: float, until: float) -> AsyncIterator[None]:
    while time.monotonic() < until:
        yield
        await asyncio.sleep(1 / a_second)


async def _unanswered(people: list[Person]) -> int:
    """Moves that nobody answered within half a minute of quiet."""
    until = time.monotonic() + _PATIENCE
    while any(person.waiting for person in people) and time.monotonic() < until:
        await asyncio.sleep(0.2)
        for person in people:
            person.take()
    return sum(len(person.waiting) for person in people)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    arguments.add_argument("--seconds", type=int, default=1_800)
    found = soak(arguments.parse_args().seconds)
    print(*(f"FOUND: {problem}" for problem in found), sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
