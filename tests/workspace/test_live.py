"""Open pages are told what happens, and only while their session holds."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from studio_app.adapters.texts.catalogue import LOCALES, translate
from studio_app.bootstrap import SESSION_COOKIE, Services, install_starter_pack
from studio_app.core.errors import Trouble
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person, create_first_owner, end_sessions
from studio_app.domain.accounts.sessions import close_session, signed_in
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.board.cards import open_board
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.timeline.events.every import TYPES
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Committed
from studio_app.workspace import gate, paths
from studio_app.workspace import live as live_pages
from studio_app.workspace.board.state import BoardState
from studio_app.workspace.live import Live
from studio_app.workspace.topics import LETTERS
from tests.happened import blank


class Sockets:
    """Socket rooms as the app's namespace keeps them; what is sent is kept by socket."""

    def __init__(self) -> None:
        self.connected: dict[str, str] = {}
        self.rooms: dict[str, set[str]] = defaultdict(set)
        self.sent: dict[str, list[Any]] = defaultdict(list)

    async def enter_room(self, sid: str, room: str) -> None:
        self.rooms[room].add(sid)

    async def leave_room(self, sid: str, room: str) -> None:
        self.rooms[room].discard(sid)

    async def tell(self, room: str, update: Any) -> None:
        for sid in self.rooms.get(room, {room}):
            self.sent[sid].append(update)


@dataclass
class Office:
    """People at their boards."""

    services: Services
    sockets: Sockets
    live: Live
    owner_id: str

    def page(self, sid: str, session: str, path: str = "/") -> Any:
        self.sockets.connected[sid] = sid
        gate._session.set(self.services.runner.read_sync(SYSTEM, signed_in, token=session))  # as the gate does
        headers = SimpleNamespace(cookie=f"{SESSION_COOKIE}={session}")
        url = SimpleNamespace(path=path)
        return SimpleNamespace(
            router=SimpleNamespace(session=SimpleNamespace(session_id=sid), headers=headers, url=url)
        )

    def session(self) -> str:
        return self.services.runner.run_sync(SYSTEM, open_session, user_id=self.owner_id)

    async def lead(self) -> str:
        """A deal comes in, and the listener hears of it."""
        lead = LeadIn(name="Анна", phone="+79991234567")
        made = await self.told(add_deal_by_hand, lead=lead, manager_id=self.owner_id)
        return made.deal_id

    async def told(self, use_case: Any, **kwargs: Any) -> Any:
        """Run a use case, and have the listener hear of its events."""
        async with self.services.hub.listen() as queue:
            result = self.services.runner.run_sync(SYSTEM, use_case, **kwargs)
            batch = [await queue.get()]
            while not queue.empty():
                batch.append(queue.get_nowait())
            await self.live._tell(batch)
        return result

    async def open(self, sid: str, where: BoardFilter, session: str = "") -> None:
        """A board is opened: it joins those who are told, and is read."""
        page = self.page(sid, session or self.session())
        audience = await self.live.join_board(page, locale="ru", where=where)
        assert self.live.settle(audience, self.services.runner.read_sync(SYSTEM, open_board, where=where))

    async def happens(self, kind: EventKind, deal_id: str | None = None, **payload: Any) -> None:
        event = blank(TYPES[kind], deal_id=deal_id, **payload)
        await self.live._tell([Committed(1, event, datetime.now(UTC), SYSTEM.kind, "", "")])

    def is_emptied(self, sid: str) -> None:
        """The page of that socket was told one thing only: to be the sign-in page."""
        [update] = self.sockets.sent[sid]
        assert paths.SIGN_IN in str([event.payload for event in update.events])

    def patches(self, sid: str) -> list[Any]:
        told = [message["delta"]["board"] for message in self.sockets.sent[sid] if isinstance(message, dict)]
        return [content for content in told if content["kind"] == "card"]


@pytest.fixture
def office(live_services: Services) -> Office:
    run = live_services.runner.run_sync
    run(SYSTEM, install_starter_pack)
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    live, sockets = Live(), Sockets()
    live._open = cast("Any", sockets)
    return Office(live_services, sockets, live, owner.id)


class TestBoards:
    async def test_get_one_patch_for_all_who_see_the_same(self, office: Office) -> None:
        for sid in ("one", "two"):
            await office.open(sid, BoardFilter())
        deal_id = await office.lead()
        assert office.patches("one") == office.patches("two")
        [patch] = office.patches("one")
        assert (patch["seq"], patch["card"]["id"]) == (1, deal_id)

    async def test_hear_nothing_of_cards_their_filter_hides(self, office: Office) -> None:
        await office.open("one", BoardFilter(text="кофейня"))
        await office.lead()
        assert office.patches("one") == []

    async def test_are_told_to_drop_a_card_that_left_their_filter(self, office: Office) -> None:
        await office.open("one", BoardFilter(amount_to=0))
        deal_id = await office.lead()
        await office.told(set_amount, deal_id=deal_id, amount=Money(500, "RUB"))
        assert ["gone" in patch for patch in office.patches("one")] == [False, True]
        assert office.patches("one")[-1]["gone"] == deal_id

    async def test_are_still_told_after_they_load_again(self, office: Office) -> None:
        await office.open("closed", BoardFilter())
        del office.sockets.connected["closed"]
        for _ in range(2):
            await office.open("one", BoardFilter())
        await office.lead()
        assert len(office.patches("one")) == 1

    async def test_of_a_session_that_ended_get_nothing_but_the_way_out(self, office: Office) -> None:
        ended, going_on = office.session(), office.session()
        await office.open("ended", BoardFilter(), ended)
        await office.open("other", BoardFilter(), going_on)
        office.services.runner.run_sync(SYSTEM, close_session, token=ended)
        await office.lead()
        assert len(office.patches("other")) == 1
        office.is_emptied("ended")

    async def test_load_again_when_events_were_lost(self, office: Office) -> None:
        page = office.page("one", office.session())
        await office.live.join_board(page, locale="ru", where=BoardFilter())
        await office.live._tell([None])
        assert office.sockets.sent["one"] == [{"delta": {"board": {"kind": "resync"}}}]


class TestTrouble:
    """While nothing can be stored every page says so, also one that is opened meanwhile, until it is over."""

    def said(self, office: Office, sid: str) -> list[str]:
        return [
            event.payload["javascript_code"] for update in office.sockets.sent.pop(sid, []) for event in update.events
        ]

    async def test_is_a_sign_over_every_page_until_it_is_over(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live_pages, "_CHECK_SECONDS", 0.01)
        watch = office.services.watch
        for sid in ("one", "two"):
            await office.live.arrive(office.page(sid, office.session()))
        telling = asyncio.create_task(office.live._tell_of_trouble())
        try:
            watch.noticed(Trouble.DISK)
            await asyncio.sleep(0.2)
            await office.live.arrive(office.page("late", office.session()))
            for sid in ("one", "two", "late"):
                [sign] = self.said(office, sid)
                assert "studioTrouble" in sign
                assert all(json.dumps(translate(locale, "trouble.disk")) in sign for locale in LOCALES)
            watch._trouble = None  # what a look finds once there is space again
            await asyncio.sleep(0.2)
            for sid in ("one", "two", "late"):
                [over] = self.said(office, sid)
                assert "studioTrouble?.(null)" in over
        finally:
            telling.cancel()


class TestWatch:
    async def test_fires_the_handler_of_the_page_when_something_happens(self, office: Office) -> None:
        deal_id = await office.lead()
        page = office.page("one", office.session(), path=paths.deal(deal_id))
        await office.live.watch(page, topic=deal_id, refresh=BoardState.open_board)
        await office.happens(EventKind.NOTE_ADDED, deal_id)
        await office.happens(EventKind.NOTE_ADDED, "another deal")
        [update] = office.sockets.sent["one"]
        assert [event.name for event in update.events] == [f"{BoardState.get_full_name()}.open_board"]

    async def test_tells_the_page_of_a_deal_that_was_taken_back(self, office: Office) -> None:
        deal_id = await office.lead()
        page = office.page("one", office.session(), path=paths.deal("gone"))
        await office.live.watch(page, topic="gone", refresh=BoardState.open_board)
        await office.happens(EventKind.DEAL_WITHDRAWN, deal_id, withdrawn_id="gone", number=1)
        assert len(office.sockets.sent["one"]) == 1

    async def test_tells_the_outbox_of_letters_and_of_nothing_else(self, office: Office) -> None:
        deal_id = await office.lead()
        page = office.page("one", office.session(), path=paths.OUTBOX)
        await office.live.watch(page, topic=LETTERS, refresh=BoardState.open_board)
        await office.happens(EventKind.DEAL_MOVED, deal_id)
        assert office.sockets.sent["one"] == []
        await office.happens(EventKind.NOTIFICATION_DELAYED, deal_id)
        await office.happens(EventKind.PROPOSAL_PUBLISHED, deal_id)
        assert len(office.sockets.sent["one"]) == 2

    async def test_ends_when_the_page_shows_something_else(self, office: Office) -> None:
        deal_id = await office.lead()
        session = office.session()
        page = office.page("one", session, path=paths.deal(deal_id))
        await office.live.watch(page, topic=deal_id, refresh=BoardState.open_board)
        await office.live.arrive(page)  # loading again at the same address
        await office.happens(EventKind.NOTE_ADDED, deal_id)
        await office.live.arrive(office.page("one", session, path=paths.CLIENTS))
        await office.happens(EventKind.NOTE_ADDED, deal_id)
        assert len(office.sockets.sent["one"]) == 1


class TestOthers:
    async def test_are_told_of_who_comes_and_who_closes_the_tab(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deal_id = await office.lead()
        boris = office.services.runner.run_sync(
            SYSTEM, add_person, email="boris@example.com", name="Boris", password_hash="h", role=Role.MANAGER
        )
        people = {"hers": SimpleNamespace(id=office.owner_id, name="Anna"), "his": boris}
        pages = {sid: office.page(sid, office.session(), path=paths.deal(deal_id)) for sid in people}

        async def arrive(sid: str) -> None:
            monkeypatch.setattr("studio_app.workspace.live.user", lambda: people[sid])
            handlers = {"refresh": BoardState.open_board, "meet": BoardState.open_board}
            await office.live.watch(pages[sid], topic=deal_id, **handlers)

        await arrive("hers")
        assert office.live.others(pages["hers"], topic=deal_id) == []
        office.sockets.sent.clear()
        await arrive("his")
        assert office.live.others(pages["his"], topic=deal_id) == ["Anna"]
        assert len(office.sockets.sent["hers"]) == 1
        await office.live._forget(["hers"])
        assert office.live.others(pages["his"], topic=deal_id) == []
        assert len(office.sockets.sent["his"]) == 2

    async def test_of_one_person_in_two_tabs_are_nobody(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        deal_id = await office.lead()
        anna = SimpleNamespace(id=office.owner_id, name="Anna")
        monkeypatch.setattr("studio_app.workspace.live.user", lambda: anna)
        pages = [office.page(sid, office.session(), path=paths.deal(deal_id)) for sid in ("one", "two")]
        for page in pages:
            await office.live.watch(page, topic=deal_id, refresh=BoardState.open_board)
        assert [office.live.others(page, topic=deal_id) for page in pages] == [[], []]


class TestSessionEnd:
    async def test_empties_all_its_pages_and_no_other(self, office: Office) -> None:
        ended, going_on = office.session(), office.session()
        await office.live.join_board(office.page("board", ended), locale="ru", where=BoardFilter())
        await office.live.arrive(office.page("clients", ended, path=paths.CLIENTS))
        await office.live.arrive(office.page("other", going_on, path=paths.CLIENTS))
        office.services.runner.run_sync(SYSTEM, close_session, token=ended)
        await office.happens(EventKind.SESSION_ENDED)
        office.is_emptied("board")
        office.is_emptied("clients")
        await office.lead()
        assert office.sockets.sent.keys() == {"board", "clients"}

    async def test_is_told_to_whoever_keeps_sessions_in_mind(self, office: Office) -> None:
        told: list[str] = []
        office.live.when_a_session_ends(lambda: told.append("ended"))
        await office.lead()
        assert told == []
        await office.happens(EventKind.SESSION_ENDED)
        await office.live._tell([None])  # events were lost: it may have been among them
        assert told == ["ended", "ended"]

    async def test_empties_the_pages_of_somebody_signed_out_everywhere(self, office: Office) -> None:
        await office.live.arrive(office.page("clients", office.session(), path=paths.CLIENTS))
        office.services.runner.run_sync(SYSTEM, end_sessions, user_id=office.owner_id)
        await office.happens(EventKind.SESSION_ENDED)
        office.is_emptied("clients")

    async def test_is_noticed_even_when_its_event_was_lost(self, office: Office) -> None:
        session = office.session()
        await office.live.arrive(office.page("clients", session, path=paths.CLIENTS))
        office.services.runner.run_sync(SYSTEM, close_session, token=session)
        await office.live._tell([None])
        office.is_emptied("clients")

    async def test_leaves_closed_pages_alone(self, office: Office) -> None:
        session = office.session()
        await office.live.arrive(office.page("closed", session, path=paths.CLIENTS))
        del office.sockets.connected["closed"]
        await office.live.arrive(office.page("open", session, path=paths.CLIENTS))
        office.services.runner.run_sync(SYSTEM, close_session, token=session)
        await office.happens(EventKind.SESSION_ENDED)
        assert office.sockets.sent.keys() == {"open"}
