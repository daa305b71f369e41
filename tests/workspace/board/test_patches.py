"""What the browser makes of the patches equals what a fresh load would show: the board's own model, run by Node."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studio_app.adapters.db.runner import committed
from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.board.cards import card, cards_now, more_cards, open_board
from studio_app.domain.deals.board.facts import changed_deals
from studio_app.domain.deals.board.frame import board_frame
from studio_app.domain.deals.board.rows import more_rows, open_table
from studio_app.domain.deals.board.schemas import BoardFilter, CardOrder, RowKey, RowOrder
from studio_app.domain.deals.board.signs import renew_next_task
from studio_app.domain.deals.clients.edits import save_client
from studio_app.domain.deals.edits import deal_values, edit_deal
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.tagging import tag_deal
from studio_app.domain.deals.tasks.service import add_task, finish_task
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.models import EntryKind
from studio_app.domain.studio.models import Stage, Tag
from studio_app.domain.timeline import record
from studio_app.domain.work import Work
from studio_app.workspace.board.feed import CHANNEL, Audience, BoardFeed, Form
from studio_app.workspace.board.surroundings import frame_view
from studio_app.workspace.board.views import board_view, card_view, more_view, row_view, short, table_view
from tests.conftest import NOON
from tests.domain.deals.conftest import House, house

__all__ = ["house"]

WINDOW = 4
MODELS = Path(__file__).parents[3] / "assets" / "board"


class Browser:
    """The board's model in a Node process."""

    def __init__(self) -> None:
        node = Path(sys.executable).parent / "node"
        self.process = subprocess.Popen(
            [node, Path(__file__).parent / "client.mjs", MODELS],
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

    form = Form.CARDS

    def __init__(self, work: Work, browser: Browser, where: BoardFilter, order: CardOrder = CardOrder.MANUAL) -> None:
        self.work, self.browser, self.order = work, browser, order
        self.feed = BoardFeed()
        self.audience: Audience = self.feed.join(locale="ru", where=where, form=self.form)
        self.shown: Any = None
        self.open()

    def open(self) -> None:
        self.shown = self.browser.take(self._fresh(WINDOW))
        self.work.events.clear()

    def tell(self) -> None:
        """Send what the last change recorded, as the listener would."""
        self.work.session.flush()
        events = committed(self.work.events, changed_deals(self.work.session)) if self.work.events else []
        self.work.events.clear()
        question = self.feed.question(events)
        if question is None:
            return
        seen = cards_now(self.work, deal_ids=question.deal_ids)
        for _, message in self.feed.patches(question, seen, self.work.now()):
            content = message["delta"][CHANNEL]
            if content.get("resync"):
                self.open()
            else:
                self.shown = self.browser.take(content)

    def more(self, stage: int) -> None:
        self.take(self.window(stage))

    def take(self, answer: dict[str, Any]) -> None:
        self.shown = self.browser.take(answer)

    def window(self, stage: int) -> dict[str, Any]:
        """The next cards of a column as they are now; in the browser they are when it takes them."""
        return self.answer(*self.question(stage))

    def question(self, stage: int) -> tuple[str, str]:
        """What the browser asks the next cards of a column after, now."""
        column = self.shown[stage]
        return column["stage"], column["cards"][-1]["id"] if column["cards"] else ""

    def answer(self, stage_id: str, last: str) -> dict[str, Any]:
        """What the server answers to that, now."""
        after, found = more_cards(
            self.work, stage_id=stage_id, where=self.audience.where, order=self.order, after=last, window=WINDOW
        )
        return more_view(stage_id, after, found, "ru")

    def check(self) -> None:
        for column, expected in zip(self.shown, self._fresh(10_000, settle=False)["columns"], strict=True):
            assert column["cards"] == expected["cards"][: len(column["cards"])]
            assert column["totals"] == expected["totals"]

    def _fresh(self, window: int, *, settle: bool = True) -> dict[str, Any]:
        opening = open_board(self.work, where=self.audience.where, order=self.order, window=window)
        if settle:
            changed_deals(self.work.session)
            assert self.feed.settle(self.audience, opening, self.work.now())
        return {
            "seq": self.audience.seq,
            "room": self.audience.room,
            **board_view(opening.columns, locale="ru", order=self.order.value),
        }


class TableLine(Line):
    """The same for a table."""

    form = Form.ROWS

    def __init__(self, work: Work, browser: Browser, where: BoardFilter, order: RowOrder) -> None:
        self.rows = order
        super().__init__(work, browser, where)

    def more(self, stage: int) -> None:
        if not self.shown["rows"] or self.shown["total"][0] == len(self.shown["rows"]):
            return
        last = self.shown["rows"][-1]["id"]
        found = more_rows(self.work, where=self.audience.where, order=self.rows, after=last, window=WINDOW)
        after = row_view(card(self.work, deal_id=last), "ru")
        self.shown = self.browser.take({"after": after, "more": [row_view(one, "ru") for one in found]})

    def check(self) -> None:
        expected = self._fresh(10_000, settle=False)
        rows = self.shown["rows"]
        assert rows == expected["rows"][: len(rows)]
        assert self.shown["total"] == expected["total"]
        assert rows or expected["total"][0] == 0

    def _fresh(self, window: int, *, settle: bool = True) -> dict[str, Any]:
        table = open_table(self.work, where=self.audience.where, order=self.rows, window=window)
        if settle:
            changed_deals(self.work.session)
            assert self.feed.settle(self.audience, table.opening, self.work.now())
        frame = frame_view(board_frame(self.work), "ru", me="anna")
        shown = table_view(table, self.rows, "ru")
        return {"seq": self.audience.seq, "room": self.audience.room, "frame": frame, **shown}


EVERYTHING = BoardFilter()
FILTERS = [
    EVERYTHING,
    BoardFilter(manager_id="anna"),
    BoardFilter(team="north"),
    BoardFilter(tag_id=1),
    BoardFilter(amount_from=150, amount_to=400),
    BoardFilter(no_task=True, manager_id="ivan"),
    BoardFilter(stale=True),
    BoardFilter(text="север"),
    BoardFilter(created_from=NOON.date(), channel_id="site"),
]


@pytest.mark.service
class TestPatches:
    @pytest.mark.parametrize("order", list(CardOrder))
    @pytest.mark.parametrize("where", FILTERS, ids=range(len(FILTERS)))
    def test_leave_the_board_as_a_fresh_load_would(
        self, work: Work, house: House, browser: Browser, where: BoardFilter, order: CardOrder
    ) -> None:
        chance, ids = random.Random(f"{where}{order}"), random.Random(f"ids of {where}{order}")
        work.new_id = lambda: f"{ids.getrandbits(128):032x}"  # equal ranks are told apart by ids: a seed repeats them
        prepare(work)
        made = [house.deal(stage=chance.randrange(3), manager=number % 2) for number in range(14)]
        line = Line(work, browser, where, order)
        for _ in range(80):
            change(work, house, made, chance)
            line.tell()
            if chance.random() < 0.2:
                line.more(chance.randrange(3))
            line.check()

    @pytest.mark.parametrize("down", [False, True])
    @pytest.mark.parametrize("key", list(RowKey))
    def test_leave_the_table_as_a_fresh_load_would(
        self, work: Work, house: House, browser: Browser, key: RowKey, down: bool
    ) -> None:
        place = list(RowKey).index(key)
        where = FILTERS[(2 * place + down) % len(FILTERS)] if place % 3 else EVERYTHING
        chance, ids = random.Random(f"{key}{down}"), random.Random(f"ids of {key}{down}")
        work.new_id = lambda: f"{ids.getrandbits(128):032x}"
        prepare(work)
        made = [house.deal(stage=chance.randrange(3), manager=number % 2) for number in range(14)]
        line = TableLine(work, browser, where, RowOrder(key, down=down))
        for _ in range(80):
            change(work, house, made, chance)
            line.tell()
            if chance.random() < 0.3:
                line.more(0)
            if line.audience.seq and not line.shown["rows"] and line.shown["total"][0]:
                line.open()  # all that was loaded has left: the browser asks for the first rows
            line.check()

    @pytest.mark.parametrize("order", list(CardOrder))
    @pytest.mark.parametrize("where", FILTERS[:4], ids=range(4))
    def test_are_right_where_an_answer_that_was_read_before_comes_after(
        self, work: Work, house: House, browser: Browser, where: BoardFilter, order: CardOrder
    ) -> None:
        chance, ids = random.Random(f"late {where}{order}"), random.Random(f"ids of {where}{order}")
        work.new_id = lambda: f"{ids.getrandbits(128):032x}"
        prepare(work)
        made = [house.deal(stage=chance.randrange(3), manager=number % 2) for number in range(24)]
        line = Line(work, browser, where, order)
        for _ in range(40):
            shown = [one["id"] for column in line.shown for one in column["cards"]]
            late = [line.window(chance.randrange(3))]
            late += [{"card": card_view(card(work, deal_id=chance.choice(shown)), "ru")}] if shown else []
            for _ in range(chance.randrange(4)):
                change(work, house, made, chance)
                line.tell()
            for answer in late:
                line.take(answer)
            line.check()

    @pytest.mark.parametrize("order", list(CardOrder))
    @pytest.mark.parametrize("where", FILTERS[:2], ids=range(2))
    def test_are_right_where_an_answer_that_was_read_after_comes_before(
        self, work: Work, house: House, browser: Browser, where: BoardFilter, order: CardOrder
    ) -> None:
        chance, ids = random.Random(f"soon {where}{order}"), random.Random(f"ids of {where}{order}")
        work.new_id = lambda: f"{ids.getrandbits(128):032x}"
        prepare(work)
        made = [house.deal(stage=chance.randrange(3), manager=number % 2) for number in range(24)]
        line = Line(work, browser, where, order)
        for _ in range(40):
            asked = line.question(chance.randrange(3))
            # rather the very card that the question is about
            change(work, house, [asked[1]] if asked[1] and chance.random() < 0.5 else made, chance)
            late = line.answer(*asked)
            if chance.random() < 0.5:
                line.take(late)
                line.tell()
            else:
                line.tell()
                line.take(late)
            line.check()

    def test_leave_no_gap_where_the_card_asked_after_has_sunk(self, work: Work, house: House, browser: Browser) -> None:
        made = [house.deal(stage=0) for _ in range(3 * WINDOW)]
        line = Line(work, browser, EVERYTHING)
        stage_id, last = line.question(0)
        # the oldest lies at the bottom
        move(work, deal_id=last, stage_id=stage_id, version=1, above_id=made[0])
        late = line.answer(stage_id, last)
        line.take(late)
        line.tell()
        line.check()
        line.more(0)
        line.check()
        shown = [one["id"] for one in line.shown[0]["cards"]]
        assert shown == [one for one in made[: -2 * WINDOW - 1 : -1] if one != last]

    def test_of_another_filter_never_reach_a_board(self, work: Work, house: House) -> None:
        mine, theirs = house.deal(stage=0, manager=0), house.deal(stage=0, manager=1)
        feed = BoardFeed()
        for manager in house.managers:
            audience = feed.join(locale="ru", where=BoardFilter(manager_id=manager))
            feed.settle(audience, open_board(work, where=audience.where), work.now())
        changed_deals(work.session)
        move(work, deal_id=mine, stage_id=house.stages[1], version=1)
        work.session.flush()
        told = [message["delta"][CHANNEL] for _, message in patches(work, feed)]
        assert [content["card"]["id"] for content in told] == [mine]
        assert theirs not in str(told)

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
        dropped = browser.take({"drop": [[made[1]], short(house.stages[1]), 0]})
        assert [one["id"] for one in dropped[1]["cards"]] == [made[1]]
        line.shown = browser.take({"card": card_view(card(work, deal_id=made[1]), "ru")})
        line.check()


def patches(work: Work, feed: BoardFeed) -> list[tuple[str, dict[str, Any]]]:
    events = committed(work.events, changed_deals(work.session))
    question = feed.question(events)
    assert question is not None
    return list(feed.patches(question, cards_now(work, deal_ids=question.deal_ids), work.now()))


def prepare(work: Work) -> None:
    """A team, a tag, and stages with a norm: what the filters ask for."""
    work.session.get_one(User, "anna").team = "north"
    work.session.add(Tag(name="срочно"))
    work.session.flush()


def change(work: Work, house: House, made: list[str], chance: random.Random) -> None:
    """One thing of those that happen to deals."""
    deal = work.session.get_one(Deal, chance.choice(made))
    what = chance.randrange(10)
    if what < 3:
        carry(work, house, deal, [one for one in made if one != deal.id], chance)
    elif what == 3:
        made.append(house.deal(stage=chance.randrange(3), manager=chance.randrange(2), search=chance.choice(WORDS)))
        record(work, "deal.created", deal_id=made[-1])
    elif what == 4:
        assign(work, deal_id=deal.id, manager_id=chance.choice(house.managers), version=deal.version)
    elif what == 5:
        set_amount(work, deal_id=deal.id, amount=Money(chance.randrange(6) * 100, chance.choice(["RUB", "EUR"])))
    elif what == 6:
        tag_deal(work, deal_id=deal.id, tag_id=1, on=chance.random() < 0.5)
    elif what == 7:
        title = f"Сделка {chance.choice(WORDS)} {chance.randrange(100)}"
        edit_deal(work, deal_id=deal.id, values={**deal_values(deal), "title": title}, seen=deal_values(deal))
    elif what == 8:
        save_client(work, client_id="client", values={"name": f"Клиент {chance.choice(WORDS)}", "locale": "ru"})
    else:
        due = chance.choice([None, NOON.date() + timedelta(days=chance.randrange(4))])
        task = add_task(work, deal_id=deal.id, title="Позвонить", due_on=due)
        if chance.random() < 0.6:
            finish_task(work, task_id=task.id)
        renew_next_task(work, work.events[-1])
        keep(work, entry(EntryKind.DEAL, ref=deal.id, title=deal.title, detail="", parts=(chance.choice(WORDS),)))


WORDS = ("кофейня север", "пекарня юг", "")


def carry(work: Work, house: House, deal: Deal, others: list[str], chance: random.Random) -> None:
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


class TestSizeOfAPatch:
    def test_stays_within_600_bytes_however_long_the_names_are(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0, amount=999_999_900)
        deal = work.session.get_one(Deal, deal_id)
        deal.title, deal.next_task, deal.next_task_kind = "Щ" * 200, "Щ" * 200, "own"
        deal.next_task_at, deal.document, deal.unread, deal.tags = work.now(), "proposal published", True, " 3 17 "
        work.session.get_one(Client, "client").name = "Щ" * 80
        for stage in house.stages[:2]:
            work.session.get_one(Stage, stage).probability = 50
        work.session.flush()
        feed = BoardFeed()
        audience = feed.join(locale="ru", where=BoardFilter())
        feed.settle(audience, open_board(work, where=BoardFilter()), work.now())
        changed_deals(work.session)
        work.events.clear()
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)
        work.session.flush()
        [(_, message)] = patches(work, feed)
        packet = json.dumps(["event", message], ensure_ascii=False, separators=(",", ":"))
        assert len(packet.encode()) <= 600
