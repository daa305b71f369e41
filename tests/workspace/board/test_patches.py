"""What the browser makes of the patches equals what a fresh load would show: the board's own model, run by Node."""

import json
import random
from typing import Any

import pytest

from studio_app.domain.board.cards import card, open_board
from studio_app.domain.board.changes import changed_deals
from studio_app.domain.board.schemas import BoardFilter, CardOrder, RowKey, RowOrder
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work
from studio_app.workspace.board.feed import CHANNEL, BoardFeed
from studio_app.workspace.board.views import card_view, short
from tests.conftest import NOON
from tests.domain.conftest import House, house
from tests.workspace.board.browsers import WINDOW, Browser, Line, TableLine, browser, patches
from tests.workspace.board.happenings import change, prepare

__all__ = ["browser", "house"]

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
            if line.audience.seq and not line.shown["rows"] and line.shown["total"]["deals"]:
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
            late: list[Any] = [line.window(chance.randrange(3))]
            late += (
                [{"kind": "card_back", "card": card_view(card(work, deal_id=chance.choice(shown)), "ru")}]
                if shown
                else []
            )
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
        dropped = browser.take({"kind": "drop", "drop": [[made[1]], short(house.stages[1]), 0]})
        assert [one["id"] for one in dropped[1]["cards"]] == [made[1]]
        line.shown = browser.take({"kind": "card_back", "card": card_view(card(work, deal_id=made[1]), "ru")})
        line.check()

    def test_leave_a_card_where_quick_hands_have_put_it(self, work: Work, house: House, browser: Browser) -> None:
        deal_id, _ = house.deal(stage=0), house.deal(stage=2)
        line = Line(work, browser, EVERYTHING)
        for stage in house.stages[1:3]:
            browser.take({"kind": "drop", "drop": [[deal_id], short(stage), 0]})
        work.session.get_one(Deal, deal_id).title = "Told meanwhile"
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)
        line.tell()
        shown = [[one["title"] for one in column["cards"]] for column in line.shown[:3]]
        assert shown == [[], [], ["Told meanwhile", "Deal 2"]]
        move(work, deal_id=deal_id, stage_id=house.stages[2], version=2)
        line.tell()
        line.check()

    def test_show_where_a_colleague_has_put_it_first(self, work: Work, house: House, browser: Browser) -> None:
        deal_id = house.deal(stage=0)
        line = Line(work, browser, EVERYTHING)
        browser.take({"kind": "drop", "drop": [[deal_id], short(house.stages[1]), 0]})
        move(work, deal_id=deal_id, stage_id=house.stages[2], version=1)
        line.tell()
        line.check()

    def test_leave_a_row_as_quick_hands_have_made_it(self, work: Work, house: House, browser: Browser) -> None:
        deal_id = house.deal(stage=0)
        line = TableLine(work, browser, EVERYTHING, RowOrder(RowKey.NUMBER))
        for stage in (house.stages[1], house.stages[0]):
            browser.take({"kind": "change", "change": [deal_id, {"stage": short(stage)}]})
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)
        line.tell()
        assert [row["stage"] for row in line.shown["rows"]] == [short(house.stages[0])]
        move(work, deal_id=deal_id, stage_id=house.stages[0], version=2)
        line.tell()
        line.check()


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
