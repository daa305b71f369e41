"""What stands between the database and an open board in the tests: the feed, and the model of the browser."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from studio_app.adapters.db.runner import committed
from studio_app.domain.board.cards import card, cards_now, more_cards, open_board
from studio_app.domain.board.changes import changed_deals
from studio_app.domain.board.options import board_options
from studio_app.domain.board.rows import more_rows, open_table
from studio_app.domain.board.schemas import BoardFilter, CardOrder, RowOrder
from studio_app.domain.work import Work
from studio_app.workspace.board.audiences import Audience, Form
from studio_app.workspace.board.feed import CHANNEL, BoardFeed
from studio_app.workspace.board.options import options_view
from studio_app.workspace.board.views import board_view, more_cards_view, more_rows_view, table_view
from studio_app.workspace.board.wire.messages import MoreCards, SnapshotHead
from studio_app.workspace.board.wire.values import Options

WINDOW = 4
NO_OPTIONS: Options = {
    "me": "anna",
    "zone": "UTC",
    "pipelines": [],
    "people": [],
    "channels": [],
    "tags": [],
    "views": [],
    "habits": {},
}
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

    def take(self, message: Mapping[str, Any]) -> Any:
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
            if content["kind"] == "resync":
                self.open()
            else:
                self.shown = self.browser.take(content)

    def more(self, stage: int) -> None:
        self.take(self.window(stage))

    def take(self, answer: Mapping[str, Any]) -> None:
        self.shown = self.browser.take(answer)

    def window(self, stage: int) -> MoreCards:
        """The next cards of a column as they are now; in the browser they are when it takes them."""
        return self.answer(*self.question(stage))

    def question(self, stage: int) -> tuple[str, str]:
        """What the browser asks the next cards of a column after, now."""
        column = self.shown[stage]
        return column["stage"], column["cards"][-1]["id"] if column["cards"] else ""

    def answer(self, stage_id: str, last: str) -> MoreCards:
        """What the server answers to that, now."""
        after, found = more_cards(
            self.work, stage_id=stage_id, where=self.audience.where, order=self.order, after=last, window=WINDOW
        )
        return more_cards_view(stage_id, after, found, "ru", "")

    def check(self) -> None:
        for column, expected in zip(self.shown, self._fresh(10_000, settle=False)["columns"], strict=True):
            assert column["cards"] == expected["cards"][: len(column["cards"])]
            assert column["totals"] == expected["totals"]._asdict()

    def _fresh(self, window: int, *, settle: bool = True) -> Any:
        opening = open_board(self.work, where=self.audience.where, order=self.order, window=window)
        if settle:
            changed_deals(self.work.session)
            assert self.feed.settle(self.audience, opening, self.work.now())
        return board_view(opening.columns, self.order, "ru", self._head(NO_OPTIONS))

    def _head(self, options: Options) -> SnapshotHead:
        seq, room = self.audience.seq, self.audience.room
        return {"seq": seq, "room": room, "query": "", "options": options, "reading": []}


class TableLine(Line):
    """The same for a table."""

    form = Form.ROWS

    def __init__(self, work: Work, browser: Browser, where: BoardFilter, order: RowOrder) -> None:
        self.rows = order
        super().__init__(work, browser, where)

    def more(self, stage: int) -> None:
        if not self.shown["rows"] or self.shown["total"]["deals"] == len(self.shown["rows"]):
            return
        last = self.shown["rows"][-1]["id"]
        found = more_rows(self.work, where=self.audience.where, order=self.rows, after=last, window=WINDOW)
        self.shown = self.browser.take(more_rows_view(card(self.work, deal_id=last), found, "ru", ""))

    def check(self) -> None:
        expected = self._fresh(10_000, settle=False)
        rows = self.shown["rows"]
        assert rows == expected["rows"][: len(rows)]
        assert self.shown["total"] == expected["total"]._asdict()
        assert rows or expected["total"].deals == 0

    def _fresh(self, window: int, *, settle: bool = True) -> Any:
        table = open_table(self.work, where=self.audience.where, order=self.rows, window=window)
        if settle:
            changed_deals(self.work.session)
            assert self.feed.settle(self.audience, table.opening, self.work.now())
        options = options_view(board_options(self.work), "ru", me="anna")
        return table_view(table, self.rows, "ru", self._head(options))


def patches(work: Work, feed: BoardFeed) -> list[tuple[str, dict[str, Any]]]:
    events = committed(work.events, changed_deals(work.session))
    question = feed.question(events)
    assert question is not None
    return list(feed.patches(question, cards_now(work, deal_ids=question.deal_ids), work.now()))
