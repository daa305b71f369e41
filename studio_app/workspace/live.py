"""What is live in the workspace: one listener of the hub, and the open pages it tells over their own sockets.

A page is told through its socket's room and not through its State: the packet is encoded once for all
that look at the same thing, and no State is locked, loaded or changed. When a session ends, all its pages
are emptied before anything else is told: a signed-out tab gets nothing.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import Trouble
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.sessions import living_sessions
from studio_app.domain.actors import SYSTEM
from studio_app.domain.board.cards import CardNow, Opening, cards_now
from studio_app.domain.board.filtering import PreparedFilter, prepare_filter
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.board.totals import Sums, column_sums, newest_event
from studio_app.domain.studio.holding import held_since
from studio_app.domain.timeline.events.people import SessionEnded
from studio_app.domain.work import Committed, Work
from studio_app.workspace import paths
from studio_app.workspace.board.audiences import Audience, Form
from studio_app.workspace.board.feed import BoardFeed, Question
from studio_app.workspace.board.wire import messages, values
from studio_app.workspace.framework import BaseState, Sockets, StateUpdate, events_of
from studio_app.workspace.gate import require_right, user
from studio_app.workspace.open_page import Page, page_of
from studio_app.workspace.topics import topics_of
from studio_app.workspace.trouble import HELD, sign_of

# loaded anew and not navigated to: nothing of the page stays in memory or behind the back button
_EMPTY = rx.call_script(f"window.location.replace('{paths.SIGN_IN}')")
_CHECK_SECONDS = 1.0  # a session whose time is over is told things for so long at most
_RECOUNT_SECONDS = 20
_CALM_SECONDS = 1.0
_TOGETHER_SECONDS = 0.03  # a change after a quiet moment is told at once, those that follow within this time together
_log = logging.getLogger(__name__)


class Live:
    """The open pages of this process."""

    def __init__(self) -> None:
        self._open: Sockets | None = None
        self._pages: dict[str, Page] = {}  # by socket
        self._watched: dict[str, dict[str, StateUpdate]] = {}  # by topic: its rooms and what they are told
        self._meetings: dict[str, StateUpdate] = {}  # by room: what it is told when colleagues come and go
        self._board = BoardFeed()
        self._known: set[str] = set()  # sessions that held when they were last looked up
        self._checked = 0.0
        self._told_at = 0.0
        self._on_end: Callable[[], None] = lambda: None

    def when_a_session_ends(self, call: Callable[[], None]) -> None:
        """Have somebody else know, too, as soon as it is heard of here."""
        self._on_end = call

    async def listen(self, app: rx.App) -> None:
        """Tell open pages what happens, until the server stops. Runs as a lifespan task of the app."""
        self._open = Sockets(app)
        self._hear_of_leaving()
        besides = [asyncio.create_task(self._recount()), asyncio.create_task(self._tell_of_trouble())]
        try:
            async with services().hub.listen() as queue:
                while True:
                    batch = [await queue.get()]
                    await asyncio.sleep(max(0.0, self._told_at + _TOGETHER_SECONDS - time.monotonic()))
                    self._told_at = time.monotonic()
                    while not queue.empty():
                        batch.append(queue.get_nowait())
                    try:
                        await self._tell(batch)
                    except Exception:
                        _log.exception("open pages were not told of a change; they load anew")
                        await self._resync()
        finally:
            for task in besides:
                task.cancel()

    async def watch(
        self, state: BaseState, *, topic: str, refresh: rx.event.EventSpec | Any, meet: rx.event.EventSpec | Any = None
    ) -> None:
        """Have the page of `state` fire `refresh` (event handlers) whenever something happens to the topic.

        A topic is the id of a deal, NO_DEAL, LETTERS or MONEY.

        And `meet` whenever a colleague opens or leaves it. Call it from the page's loading handler. The
        handlers go through the gate like any other event.
        """
        events = events_of(refresh)
        room = f"watch:{topic}:{events[0].name}"
        await self._clear(state)
        self._watched.setdefault(topic, {})[room] = StateUpdate(events=events)
        if meet is not None:
            self._meetings[room] = StateUpdate(events=events_of(meet))
        await self._enter(state, room, topic=topic)
        await self._tell_who_is_there(topic)

    def others(self, state: BaseState, *, topic: str) -> list[str]:
        """The names of the colleagues who have the same open, but whoever looks at the page of `state`."""
        person, connected = user(), self._sockets().connected
        here = {
            page.user_id: page.name
            for sid, page in self._pages.items()
            if page.topic == topic and sid in connected and sid != state.router.session.session_id
        }
        return sorted(name for user_id, name in here.items() if user_id != (person.id if person else ""))

    async def join_board(
        self, state: BaseState, *, locale: str, where: BoardFilter, form: Form = Form.CARDS
    ) -> Audience:
        """Count the page of `state` among the open boards; what it reads from now on misses no patch."""
        await self._clear(state)
        audience = self._board.join(locale=locale, where=where, form=form)
        await self._enter(state, audience.room)
        return audience

    def settle(self, audience: Audience, opening: Opening) -> bool:
        """Tell the audience of changes after `opening`; False when it has to be read again."""
        return self._board.settle(audience, opening, services().now())

    def reading_now(self) -> list[values.Reading]:
        """Deals whose clients are looking at something."""
        return self._board.reading_now(services().now())

    async def answer(self, state: BaseState, message: messages.Answer) -> None:
        """Send one board a message of its own: a snapshot, a window of cards, a card put back."""
        await self._emit(state.router.session.session_id, BoardFeed.message(message))

    async def arrive(self, state: BaseState) -> None:
        """Know the page of `state`, and stop telling it about what it showed at another address."""
        sid = state.router.session.session_id
        arrived = page_of(state, user())
        if (known := self._pages.get(sid)) is None or (known.path, known.session) != (arrived.path, arrived.session):
            await self._clear(state)
            self._pages[sid] = arrived

        sign = services().watch.trouble or (HELD if await services().runner.read(SYSTEM, held_since) else None)
        if sign is not None:
            await self._emit(sid, _sign(sign))

    async def _tell_of_trouble(self) -> None:
        """While nothing can be stored, every page of the signed-in says so."""
        last: Trouble | None = None
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            trouble = services().watch.trouble
            if trouble != last:
                last = trouble
                for sid in list(self._pages):
                    await self._emit(sid, _sign(trouble))

    async def _clear(self, state: BaseState) -> None:
        """Forget what this page showed before, and the pages that are closed."""
        sid = state.router.session.session_id
        connected = self._sockets().connected
        await self._forget([known for known in self._pages if known == sid or known not in connected])

    async def _enter(self, state: BaseState, room: str, *, topic: str = "") -> None:
        require_right(Permission.READ_DEALS)  # every room tells of deals
        sid = state.router.session.session_id
        self._pages[sid] = page_of(state, user(), room=room, topic=topic)
        await self._sockets().enter_room(sid, room)

    async def _tell(self, batch: Sequence[Committed | None]) -> None:
        sessions = {page.session for page in self._pages.values()}
        if None in batch:
            self._on_end()
            alive, _ = await services().runner.read(SYSTEM, _look, sessions=sessions, question=None)
            await self._turn_out(sessions - alive)
            await self._resync()
            return
        events = [event for event in batch if event is not None]
        question = self._board.question(events)
        updates: dict[str, StateUpdate] = {}
        for topic in {topic for event in events for topic in topics_of(event)}:
            updates |= self._watched.get(topic, {})
        ended = any(isinstance(event.event, SessionEnded) for event in events)
        if ended:
            self._on_end()
        if question is None and not updates and not ended:
            return
        looked_up = sessions if ended or self._unchecked(sessions) else frozenset[str]()
        alive, found = await services().runner.read(SYSTEM, _look, sessions=looked_up, question=question)
        await self._turn_out(looked_up - alive)
        if question is not None and found is not None:
            for room, message in self._board.patches(question, found, services().now()):
                await self._emit(room, message)
        for room, update in updates.items():
            await self._emit(room, update)

    def _unchecked(self, sessions: set[str]) -> bool:
        """Whether these sessions have to be looked up again; the end of one is an event, only its time is not."""
        now = time.monotonic()
        if now - self._checked < _CHECK_SECONDS and sessions <= self._known:
            return False
        self._checked, self._known = now, sessions
        return True

    async def _recount(self) -> None:
        """Once in a while compare the kept sums of a filter with the database's."""
        while True:
            await asyncio.sleep(_RECOUNT_SECONDS)
            if (audience := self._board.oldest()) is None:
                continue
            try:
                before = self._told_at
                prepared, sums, newest = await services().runner.read(SYSTEM, _sums, where=audience.where)
                await asyncio.sleep(_CALM_SECONDS)
                if self._told_at != before:  # what was just changing may be in one of the two sums only: another time
                    continue
                if self._board.recount(audience, prepared, sums, newest, services().now()):
                    await self._emit(audience.room, BoardFeed.message({"kind": "resync"}))
            except Exception:
                _log.exception("the sums of an open board were not compared")

    async def _resync(self) -> None:
        """Events were lost: every page loads again what it shows."""
        for room in self._board.rooms():
            await self._emit(room, BoardFeed.message({"kind": "resync"}))
        for rooms in self._watched.values():
            for room, update in rooms.items():
                await self._emit(room, update)

    async def _turn_out(self, sessions: Collection[str]) -> None:
        """Forget the pages of sessions that have ended, and have them load the sign-in page in their place."""
        gone = [sid for sid, page in self._pages.items() if page.session in sessions]
        await self._forget(gone)
        for sid in gone:
            await self._emit(sid, StateUpdate(events=events_of(_EMPTY)))

    async def _forget(self, sids: Collection[str]) -> None:
        rooms: set[str] = set()
        topics: set[str] = set()
        for sid in sids:
            page = self._pages.pop(sid, None)
            if page is not None and page.room:
                rooms.add(page.room)
                topics.add(page.topic)
                await self._sockets().leave_room(sid, page.room)
        for room in rooms - {page.room for page in self._pages.values()}:
            self._board.drop(room)
            self._meetings.pop(room, None)
            for topic, known in list(self._watched.items()):
                known.pop(room, None)
                if not known:
                    del self._watched[topic]
        for topic in topics:
            await self._tell_who_is_there(topic)

    async def _tell_who_is_there(self, topic: str) -> None:
        for room in [room for room in self._watched.get(topic, ()) if room in self._meetings]:
            await self._emit(room, self._meetings[room])

    def _hear_of_leaving(self) -> None:
        """A closed tab leaves at once, not when somebody next opens something."""
        leaving: set[asyncio.Task[None]] = set()

        def leave(sid: str) -> None:
            task = asyncio.create_task(self._forget([sid]))
            leaving.add(task)  # a task that nobody holds may be collected before it has run
            task.add_done_callback(leaving.discard)

        self._sockets().when_closed(leave)

    async def _emit(self, room: str, update: Mapping[str, Any] | StateUpdate) -> None:
        await self._sockets().tell(room, update)

    def _sockets(self) -> Sockets:
        if self._open is None:
            raise RuntimeError("the live listener has not started")
        return self._open


def _sign(trouble: Trouble | str | None) -> StateUpdate:
    return StateUpdate(events=events_of(sign_of(trouble)))


def _look(
    work: Work, *, sessions: Collection[str], question: Question | None
) -> tuple[frozenset[str], tuple[CardNow, ...] | None]:
    """Which sessions still hold, and what became of the deals asked for, in one read."""
    alive = living_sessions(work, hashes=sessions) if sessions else frozenset[str]()
    return alive, None if question is None else cards_now(work, deal_ids=question.deal_ids)


def _sums(work: Work, *, where: BoardFilter) -> tuple[PreparedFilter, Sums, int]:
    newest = newest_event(work)
    prepared = prepare_filter(work, where=where)
    return prepared, column_sums(work, prepared=prepared), newest


live = Live()
