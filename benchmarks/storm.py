"""board.storm: fifty people move cards of one board twice a second for a minute; nothing may be lost or doubled.

Each person is a socket that keeps the board as the browser does, from the snapshot and the patches. Moves are
started at their moment whether or not the last one is answered. Told are the moves that the server settled in a
second, how long a move took to be seen by the one who made it, and how many answers, ranks and orders were wrong:
a person's board, and the database, must show the same cards in the same order when all is quiet.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, func, select

from benchmarks.harness import Server, server
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.studio.models import Stage, StageKind
from studio_app.domain.work import SYSTEM, Work

PEOPLE = 50
SECONDS = 60
PER_SECOND = 2
DEALS = 120
QUIET = 1.0  # seconds without a patch after which the board is taken to be at rest


@dataclass
class Person:
    """One open board: the cards as this person sees them, and the moves that are not yet seen."""

    socket: Socket
    seq: int = 0
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    read: int = 0
    waiting: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    refused: int = 0
    last: float = 0.0

    def take(self) -> None:
        """Read what came since, and let the frames go."""
        frames, self.socket.frames = self.socket.frames, []
        for at, frame in frames:
            if '"board":' in frame:
                self._message(json.loads(frame[frame.index("[") :])[1]["delta"]["board"], at)

    def _message(self, message: dict[str, Any], at: float) -> None:
        self.last = at
        if "columns" in message:
            self.seq = message["seq"]
            self.cards = {card["id"]: card for column in message["columns"] for card in column["cards"]}
            for column in message["columns"]:
                if column["totals"][0] > len(column["cards"]):
                    last = column["cards"][-1]
                    self.socket.fire("show_more", stage_id=column["id"], rank=last["rank"], deal_id=last["id"])
            return
        if "more" in message:
            self.cards |= {card["id"]: card for card in message["more"]}
            return
        if "seq" in message:
            assert message["seq"] == self.seq + 1, "a patch was missed"
            self.seq += 1
        for card in [message["card"]] if "card" in message else message.get("cards", ()):
            held = self.cards.get(card["id"])
            if held is None or held["version"] <= card["version"]:
                self.cards[card["id"]] = card
            started = self.waiting.pop(card["id"], None)
            if started is not None:
                self.took.append((at - started) * 1000)

    def move(self, chance: random.Random, stages: list[str]) -> None:
        """Drop some card under some other card of another column."""
        self.take()
        card = self.cards[chance.choice([one for one in self.cards if one not in self.waiting])]
        stage = chance.choice([one for one in stages if one != card["stage"]])
        others = [one["id"] for one in self.cards.values() if one["stage"] == stage]
        self.waiting[card["id"]] = time.time()
        self.socket.fire(
            "move",
            deal_id=card["id"],
            version=card["version"],
            stage_id=stage,
            above_id=chance.choice(others) if others else "",
            below_id="",
        )

    def order(self) -> dict[str, list[str]]:
        """Ids by column, as shown."""
        found: dict[str, list[str]] = {}
        for card in sorted(self.cards.values(), key=lambda one: (one["rank"], one["id"]), reverse=True):
            found.setdefault(card["stage"], []).append(card["id"])
        return found


def measure() -> Iterator[Row]:
    """The storm, and what is left after it."""
    with server(deals=DEALS) as site:
        services = build(Settings())
        people, seconds = asyncio.run(_storm(site, services))
        moved, twice, order = services.runner.read_sync(SYSTEM, _truth)
        services.close()
    took = sorted(one for person in people for one in person.took)
    wrong = twice + sum(person.order() != order for person in people)
    yield row("board.storm", moved / seconds, "moves/s")
    yield row("board.storm.p95", took[int(len(took) * 0.95)], "ms")
    yield row("board.storm.wrong", wrong, "ranks and boards")


async def _storm(site: Server, services: Services) -> tuple[list[Person], float]:
    stages = services.runner.read_sync(SYSTEM, _open_stages)
    cookies = [site.sign_in(role) for role in ("manager", "owner")]
    people = [Person(await Socket.connect(site.url, cookies[number % 2])) for number in range(PEOPLE)]
    for person in people:
        person.socket.fire("open_board")
        await person.socket.wait('"columns"')
        person.take()
    await asyncio.sleep(QUIET)  # the rest of long columns comes
    started = time.time()
    await asyncio.gather(*(_busy(person, random.Random(number), stages) for number, person in enumerate(people)))
    while any(person.waiting for person in people) or time.time() - max(person.last for person in people) < QUIET:
        await asyncio.sleep(0.1)
        for person in people:
            person.take()
        if time.time() - max(person.last for person in people) > 10 * QUIET:
            break
    seconds = max(person.last for person in people) - started
    for person in people:
        person.socket.close()
    return people, seconds


async def _busy(person: Person, chance: random.Random, stages: list[str]) -> None:
    await asyncio.sleep(chance.random() / PER_SECOND)
    for _ in range(SECONDS * PER_SECOND):
        person.move(chance, stages)
        await asyncio.sleep(1 / PER_SECOND)


def _open_stages(work: Work) -> list[str]:
    return list(work.session.exec(select(Stage.id).where(Stage.kind == StageKind.OPEN).order_by(col(Stage.position))))


def _truth(work: Work) -> tuple[int, int, dict[str, list[str]]]:
    """Moves that were made, ranks that stand twice, and the order of every column."""
    moved = work.session.exec(select(func.count()).where(TimelineEvent.kind == "deal.moved")).one()
    rows = work.session.exec(select(Deal).order_by(col(Deal.rank).desc(), col(Deal.id).desc())).all()
    ranks = Counter((deal.stage_id, deal.rank) for deal in rows)
    order: dict[str, list[str]] = {}
    for deal in rows:
        order.setdefault(deal.stage_id, []).append(deal.id)
    return moved, sum(count - 1 for count in ranks.values()), order
