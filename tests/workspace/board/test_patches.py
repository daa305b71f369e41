"""What the browser makes of the patches equals what a fresh load would show: the board's own model, run by Node."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio_app.core.errors import Invalid
from studio_app.domain.deals.board.cards import board, card, changes, more_cards
from studio_app.domain.deals.board.schemas import BoardFilter
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.timeline import record
from studio_app.domain.work import Committed, Work
from studio_app.workspace.board import feed as feed_module
from studio_app.workspace.board.feed import CHANNEL, Audience, BoardFeed
from studio_app.workspace.board.views import board_view, card_view
from tests.domain.deals.conftest import House, house

__all__ = ["house"]

WINDOW = 4
MODEL = Path(feed_module.__file__).parent / "client" / "model.js"


class Browser:
    """The board's model in a Node process."""

    def __init__(self) -> None:
        node = Path(sys.executable).parent / "node"
        self.process = subprocess.Popen(
            [node, Path(__file__).parent / "client.mjs", MODEL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def take(self, message: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    started = Browser()
    yield started
    started.close()


class Line:
    """The feed between the database and one browser."""

    def __init__(self, work: Work, browser: Browser, where: BoardFilter) -> None:
        self.work, self.browser = work, browser
        self.feed = BoardFeed()
        self.audience: Audience = self.feed.join(locale="ru", where=where)
        self.shown: Any = None
        self.open()

    def open(self) -> None:
        columns = board(self.work, where=self.audience.where, window=WINDOW)
        self.shown = self.browser.take(board_view(columns, seq=self.audience.seq, locale="ru"))
        self.work.events.clear()

    def tell(self) -> None:
        """Send what the last change recorded, as the listener would."""
        events = [
            Committed(0, event.deal_id, event.kind, event.at, event.actor_kind, "", "", event.payload)
            for event in self.work.events
        ]
        self.work.events.clear()
        question = self.feed.question(events)
        if question is None:
            return
        found = changes(self.work, deal_ids=question.deal_ids, stage_ids=question.left, filters=question.filters)
        for _, message in self.feed.patches(question, found):
            content = message["delta"][CHANNEL]
            if content.get("resync"):
                self.open()
            else:
                self.shown = self.browser.take(content)

    def more(self, stage: int) -> None:
        column = self.shown[stage]
        last = column["cards"][-1] if column["cards"] else {"rank": "", "id": ""}
        found = more_cards(
            self.work,
            stage_id=column["stage"],
            where=self.audience.where,
            rank=last["rank"],
            deal_id=last["id"],
            window=WINDOW,
        )
        cards = [card_view(one, "ru") for one in found]
        self.shown = self.browser.take({"stage": column["stage"], "more": cards})

    def check(self) -> None:
        fresh = board_view(board(self.work, where=self.audience.where, window=10_000), seq=0, locale="ru")
        for column, expected in zip(self.shown, fresh["columns"], strict=True):
            assert column["cards"] == expected["cards"][: len(column["cards"])]
            assert column["totals"] == expected["totals"]


@pytest.mark.service
class TestPatches:
    @pytest.mark.parametrize("seed", range(4))
    @pytest.mark.parametrize("narrow", [False, True])
    def test_leave_the_board_as_a_fresh_load_would(
        self, work: Work, house: House, browser: Browser, seed: int, narrow: bool
    ) -> None:
        chance, ids = random.Random(seed), random.Random(f"ids of {seed}")
        work.new_id = lambda: f"{ids.getrandbits(128):032x}"  # equal ranks are told apart by ids: a seed repeats them
        made = [house.deal(stage=chance.randrange(3), manager=number % 2) for number in range(14)]
        line = Line(work, browser, BoardFilter(manager_id=house.managers[0] if narrow else None))
        for _ in range(120):
            change(work, house, made, chance)
            line.tell()
            if chance.random() < 0.2:
                line.more(chance.randrange(3))
            line.check()

    def test_that_are_missed_are_noticed(self, work: Work, house: House, browser: Browser) -> None:
        deal_id = house.deal(stage=0)
        line = Line(work, browser, BoardFilter())
        line.audience.seq += 1
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)
        line.tell()
        assert line.shown == "gap"

    def test_put_back_a_card_whose_move_was_refused(self, work: Work, house: House, browser: Browser) -> None:
        made = [house.deal(stage=0) for _ in range(3)]
        line = Line(work, browser, BoardFilter())
        dropped = browser.take({"drop": [made[1], house.stages[1], 0]})
        assert [one["id"] for one in dropped[1]["cards"]] == [made[1]]
        line.shown = browser.take({"card": card_view(card(work, deal_id=made[1]), "ru")})
        line.check()


def change(work: Work, house: House, made: list[str], chance: random.Random) -> None:
    """One thing of those that happen to deals."""
    deal = work.session.get_one(Deal, chance.choice(made))
    what = chance.random()
    if what < 0.6:
        others = [one for one in made if one != deal.id]
        try:
            move(
                work,
                deal_id=deal.id,
                stage_id=house.stages[chance.randrange(4)],
                version=deal.version,
                above_id=chance.choice([None, *others]),
                below_id=chance.choice([None, *others]),
            )
        except Invalid:  # the lost column asks for a reason
            work.events.clear()
        return
    if what < 0.75:
        made.append(house.deal(stage=chance.randrange(3), manager=chance.randrange(2)))
        record(work, "deal.created", deal_id=made[-1])
        return
    if what < 0.9:
        deal.manager_id = chance.choice(house.managers)
        record(work, "deal.assigned", deal_id=deal.id)
    else:
        deal.amount += 100
        record(work, "deal.changed", deal_id=deal.id)
    deal.version += 1
    work.session.flush()


class TestSizeOfAPatch:
    def test_stays_within_600_bytes_however_long_the_names_are(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0, amount=999_999_900)
        deal = work.session.get_one(Deal, deal_id)
        deal.title, deal.number = "Щ" * 200, 999_999
        work.session.flush()
        feed = BoardFeed()
        feed.join(locale="ru", where=BoardFilter())
        event = Committed(0, deal_id, "deal.moved", work.now(), work.actor.kind, "", "", {"from_stage": "s" * 32})
        question = feed.question([event])
        assert question is not None
        found = changes(work, deal_ids=question.deal_ids, stage_ids=question.left, filters=question.filters)
        [(_, message)] = feed.patches(question, found)
        packet = json.dumps(["event", message], ensure_ascii=False, separators=(",", ":"))
        assert len(packet.encode()) <= 600
