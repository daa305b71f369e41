"""board.storm: fifty people move cards of one board twice a second for a minute; nothing may be lost or doubled.

Moves are started at their moment whether or not the last one is answered. Told are the answers a second, how long
an answer took to be seen by the one who moved, and what was wrong when all is quiet: moves that were neither made
nor refused, ranks that stand twice, and boards that show another order than the database. What a board shows is
worked out by the product's own browser code from the messages that the person's socket got.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Iterator

from sqlmodel import col, func, select

from benchmarks.harness import Server, server
from benchmarks.people import Person, Screens, sign_in_many, stages_for_anything
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

PEOPLE = 50
SECONDS = int(os.environ.get("STUDIO_BENCH_STORM_SECONDS", "60"))
PER_SECOND = 2
DEALS = 320
QUIET = 1.0  # seconds without a message after which the board is taken to be at rest


def measure() -> Iterator[Row]:
    """The storm, and what is left after it."""
    with server(deals=DEALS) as site:
        services = build(Settings())
        stages = services.runner.read_sync(SYSTEM, stages_for_anything)
        before = services.runner.read_sync(SYSTEM, _made)
        spent = site.processor_seconds()
        cookies = services.runner.run_sync(SYSTEM, sign_in_many, count=PEOPLE)
        people, seconds = asyncio.run(_storm(site, cookies, stages))
        spent = site.processor_seconds() - spent
        made = services.runner.read_sync(SYSTEM, _made) - before
        twice, order = services.runner.read_sync(SYSTEM, _truth)
        services.close()
    asked, refused = sum(one.asked for one in people), sum(one.refused for one in people)
    took = sorted(one for person in people for one in person.took)
    wrong = abs(asked - refused - made) + twice + _wrong_boards(people, order)
    yield row("board.storm", len(took) / seconds, "answers/s", baseline=PEOPLE * PER_SECOND)
    yield row("board.storm.p95", took[int(len(took) * 0.95)], "ms")
    yield row("board.storm.refused", refused, f"of {asked} moves, another was first")
    yield row("board.storm.cpu", spent * 1000 / len(took), "ms of processor time a move, 50 boards told")
    yield row("board.storm.wrong", wrong, "moves, ranks and boards")


async def _storm(site: Server, cookies: list[str], stages: list[str]) -> tuple[list[Person], float]:
    people = [Person(await Socket.connect(site.url, cookie)) for cookie in cookies]
    for person in people:
        person.socket.fire("open_board")
        await person.socket.wait('"columns"')
        person.take()
    started = time.time()
    await asyncio.gather(*(_busy(person, random.Random(number), stages) for number, person in enumerate(people)))
    await _rest(people)
    seconds = max(person.last for person in people) - started
    await _scroll(people)
    for person in people:
        person.socket.close()
    return people, seconds


async def _busy(person: Person, chance: random.Random, stages: list[str]) -> None:
    start = time.monotonic() + chance.random() / PER_SECOND
    for number in range(SECONDS * PER_SECOND):
        await asyncio.sleep(max(0.0, start + number / PER_SECOND - time.monotonic()))
        person.move(chance, stages)


async def _rest(people: list[Person]) -> None:
    """Wait until all moves are answered and nothing more comes."""
    while True:
        await asyncio.sleep(0.1)
        for person in people:
            person.take()
        quiet = time.time() - max(person.last for person in people)
        if quiet > 10 * QUIET or (quiet > QUIET and not any(person.waiting for person in people)):
            return


async def _scroll(people: list[Person]) -> None:
    """Everybody scrolls every column to its end, so that all of it can be compared."""
    screens = Screens()
    waiting = list(enumerate(people))
    while waiting:
        short: list[tuple[int, Person]] = []
        for number, person in waiting:
            person.columns = screens.show(number, person)
            for column in person.columns:
                if column["more"]:
                    last = column["ids"][-1] if column["ids"] else ""
                    person.socket.fire("show_more", stage_id=column["stage"], last_id=last)
            if any(column["more"] for column in person.columns):
                short.append((number, person))
        waiting = short
        await _rest(people)
    screens.close()


def _wrong_boards(people: list[Person], order: dict[str, list[str]]) -> int:
    """Boards whose columns are not those of the database, card by card, or count otherwise than they show."""
    return sum(
        any(column["ids"] != order.get(column["stage"], []) for column in person.columns)
        or any(column["count"] != len(column["ids"]) for column in person.columns)
        for person in people
    )


def _made(work: Work) -> int:
    """Moves in the history."""
    return work.session.exec(select(func.count()).where(TimelineEvent.kind == EventKind.DEAL_MOVED)).one()


def _truth(work: Work) -> tuple[int, dict[str, list[str]]]:
    """Ranks that stand twice, and the order of every column."""
    rows = work.session.exec(select(Deal).order_by(col(Deal.rank).desc(), col(Deal.id).desc())).all()
    ranks = Counter((deal.stage_id, deal.rank) for deal in rows)
    order: dict[str, list[str]] = {}
    for deal in rows:
        order.setdefault(deal.stage_id, []).append(deal.id)
    return sum(count - 1 for count in ranks.values()), order
