"""The board's wire: one schema, and whatever goes over it is of that schema, on both sides."""

import re
import runpy
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import pytest

from studio_app.bootstrap import Services, install_starter_pack
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, ActorKind
from studio_app.domain.board.cards import open_board
from studio_app.domain.board.schemas import BoardFilter, Card
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.tasks.planning import plan_next
from studio_app.domain.timeline.events.live import ReaderSeen
from studio_app.domain.work import Committed, Work
from studio_app.studio_app import app
from studio_app.workspace.board.calendar_state import CalendarState
from studio_app.workspace.board.component import Board
from studio_app.workspace.board.page import _content
from studio_app.workspace.board.state import BoardState
from studio_app.workspace.board.table_state import TableState
from studio_app.workspace.board.wire.asks import Ask
from studio_app.workspace.live import live
from tests.board_wire import KINDS, misfits
from tests.happened import blank
from tests.workspace.tabs import Tab, running
from tests.workspace.test_live import Sockets

ROOT = Path(__file__).parents[3]
WIRE = ROOT / "studio_app" / "workspace" / "board" / "wire"
SCRIPTS = [ROOT / "assets" / "board" / name for name in ("wire.js", "following.js")]
ASKED = {event: get_args(hint)[0][0] for event, hint in get_type_hints(Ask).items()}
DAY, LATER = date(2199, 12, 30), "2199-12-31"


def test_its_types_in_the_browser_are_made_of_the_schema() -> None:
    maker = runpy.run_path(str(ROOT / "tools" / "board_wire.py"))
    for target, modules in maker["TARGETS"].items():
        assert target.read_text() == maker["declarations"](modules), "run python -m tools.board_wire"


def test_each_kind_is_made_by_the_server() -> None:
    sources = [path.read_text() for path in (ROOT / "studio_app/workspace").rglob("*.py") if path.parent != WIRE]
    made = {kind for source in sources for kind in re.findall(r'"kind": "(\w+)"', source)}
    assert KINDS.keys() <= made


def test_each_kind_and_no_other_is_handled_in_the_browser() -> None:
    handled = {kind for path in SCRIPTS for kind in re.findall(r'(?:case|\.kind ===) "(\w+)"', path.read_text())}
    assert handled == KINDS.keys()


def test_each_question_is_taken_by_the_fields_that_it_has() -> None:
    fired = {event: chain.events[0].handler.fn for event, chain in _board().event_triggers.items()}
    taken = {event: get_type_hints(handler) for event, handler in fired.items()}
    assert taken == {event: get_type_hints(kind) for event, kind in ASKED.items()}
    assert {event: [*hints] for event, hints in taken.items()} == {
        event: [*get_type_hints(kind)] for event, kind in ASKED.items()
    }, "in the same order"


def test_each_question_is_asked_in_the_browser() -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "assets" / "board").glob("*.js*"))
    asked = set(re.findall(r"\bask\.(on\w+)", scripts))
    assert asked == {re.sub(r"_(\w)", lambda found: found[1].upper(), event) for event in ASKED}


def _board() -> Board:
    """The board's component as its page has it."""
    [found] = [one for one in _content().children if isinstance(one, Board)]
    return found


class Desk:
    """A board in a tab, and what happens elsewhere."""

    def __init__(self, services: Services, tab: Tab) -> None:
        self.services, self.tab = services, tab

    async def fire(self, handler: Any, **arguments: Any) -> None:
        await self.tab.fire(f"{handler.state.get_full_name()}.{handler.fn.__name__}", **arguments)

    async def happens(self, use_case: Any, **arguments: Any) -> Any:
        async with self.services.hub.listen() as queue:
            result = self.services.runner.run_sync(SYSTEM, use_case, **arguments)
            batch = [await queue.get()]
            while not queue.empty():
                batch.append(queue.get_nowait())
            await live._tell(batch)
        return result

    def cards(self) -> Sequence[Card]:
        opening = self.services.runner.read_sync(SYSTEM, open_board, where=BoardFilter())
        return [card for column in opening.columns for card in column.cards]

    async def leads(self, count: int = 1) -> None:
        await self.happens(_leads, count=count)


def _leads(work: Work, *, count: int) -> None:
    for number in range(count):
        add_deal_by_hand(work, lead=LeadIn(name=f"Анна {number}", phone=f"+7999123456{number}"))


@pytest.fixture
async def desk(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    run = live_services.runner.run_sync
    run(SYSTEM, install_starter_pack)
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    sockets = Sockets()
    monkeypatch.setattr(live, "_open", cast("Any", sockets))
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=owner.id))
        tabs[tab.sid] = tab
        await tab.connect()
        sockets.connected[tab.sid] = tab.token
        yield Desk(live_services, tab)
        await live._forget([tab.sid])


async def test_each_kind_is_told_as_the_schema_has_it(desk: Desk, board_messages: list[dict[str, Any]]) -> None:
    await desk.fire(BoardState.open_board, query="")
    await desk.leads()
    await desk.leads(2)
    card = desk.cards()[0]
    await desk.fire(BoardState.show_more, stage_id=card.stage_id, last_id=card.id)
    await desk.fire(BoardState.move, deal_id=card.id, version=99, stage_id=card.stage_id, above_id="", below_id="")
    await desk.fire(BoardState.save_view, name="Mine", query="manager=me", shared=False)
    seen = blank(ReaderSeen, deal_id=card.id)
    await live._tell([Committed(1, seen, datetime.now(UTC), ActorKind.CLIENT, "", "")])

    await desk.fire(BoardState.open_board, query="view=table")
    await desk.leads()
    await desk.fire(TableState.show_more, query="view=table", last_id=card.id)
    await desk.fire(TableState.hand_over, deal_id=card.id, version=99, manager_id="nobody")

    await desk.fire(BoardState.open_board, query="view=calendar")
    due = next(one for one in desk.cards() if one.id == card.id).next_task_at
    task = await desk.happens(
        plan_next, deal_id=card.id, title="Call", due_on=DAY, seen=int(due.timestamp()) if due else 0
    )
    await desk.fire(CalendarState.put_off, task_id=task.id, day=LATER, seen=int(task.due_at.timestamp()))
    await live._tell([None])

    assert {message["kind"] for message in board_messages} == KINDS.keys()


class TestMisfits:
    def test_are_found_wherever_they_are(self) -> None:
        told = {"kind": "card", "seq": 1, "room": "b:0", "totals": {"stage": (1, "", "")}}
        assert misfits(told) == []
        assert misfits({**told, "totals": {"stage": [1, ""]}}) != []
        assert misfits({**told, "totals": {"stage": ["1", "", ""]}}) != []
        assert misfits({**told, "card": {"id": "one"}}) != []
        assert misfits({**told, "more": 1}) != []
        assert misfits({"seq": 1, "room": "b:0", "totals": {}}) != []
        assert misfits({"kind": "patches", "patches": [told, {"kind": "resync"}]}) != []
