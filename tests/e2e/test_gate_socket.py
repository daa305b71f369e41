"""The gate of the running server, knocked at by sockets that are no browsers."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from typing import Any

import httpx
import pytest
from socketio.exceptions import ConnectionError as Refused

from studio_app.adapters.db.schema import metadata
from studio_app.bootstrap import SESSION_COOKIE
from studio_app.core.ids import new_id
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.workspace import paths
from studio_app.workspace.board.state import BoardState
from tests.e2e.server import Site
from tests.e2e.sockets import Socket, closed_to, open_session

pytestmark = pytest.mark.e2e

# what changes by itself while nobody does anything: letters on their way, who is signed in, leads nobody answers
_RESTLESS = {
    "notification",
    "user_session",
    "known_device",
    "sign_in_failure",
    "timeline_event",
    "lead_response",
    "task",
}
_SIDE_BY_SIDE = 10  # a visitor's socket is answered ten times a second
_TASKS = f"SELECT * FROM task WHERE kind = '{TaskKind.OWN}' ORDER BY id"
_BUSINESS = (
    "SELECT name FROM client",
    "SELECT name FROM contact",
    "SELECT email FROM contact",
    "SELECT title FROM deal",
    "SELECT name FROM user",
    "SELECT email FROM user",
)
_EVENTS = (
    f"SELECT count(*) FROM timeline_event WHERE actor_kind <> 'system' AND kind <> '{EventKind.SESSION_ENDED.value}'"
)


def ask(site: Site, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{site.data / 'studio.db'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def everything(site: Site) -> dict[str, list[tuple[Any, ...]]]:
    """All that a person of the studio could have changed."""
    tables = metadata.tables.keys() - _RESTLESS
    held = {name: sorted(ask(site, f'SELECT * FROM "{name}"'), key=str) for name in tables}
    return {**held, "timeline_event": ask(site, _EVENTS), "task": ask(site, _TASKS)}


def business(site: Site) -> set[str]:
    """Names and addresses that only people of the studio may see."""
    return {text for query in _BUSINESS for (text,) in ask(site, query) if text and len(text) > 3}


def told(socket: Socket, site: Site) -> list[str]:
    """What of the studio's business reached the socket."""
    received = "\n".join(socket.received)
    return sorted(text for text in business(site) if text in received)


def count(word: str) -> Callable[[list[str]], int]:
    return lambda received: sum(word in message for message in received)


@pytest.fixture
def deal(site: Site) -> str:
    return ask(site, "SELECT id FROM deal ORDER BY id LIMIT 1")[0][0]


@pytest.fixture
def connect(site: Site) -> Iterator[Callable[..., Socket]]:
    opened: list[Socket] = []

    def open_socket(**kind: str) -> Socket:
        opened.append(Socket(site, **kind))
        return opened[-1]

    yield open_socket
    for socket in opened:
        socket.close()


class TestAnonymousSocket:
    @pytest.mark.parametrize("session", ["", "not-a-session-of-ours"], ids=["no cookie", "forged cookie"])
    def test_gets_nothing_and_changes_nothing(
        self, session: str, site: Site, deal: str, connect: Callable[..., Socket]
    ) -> None:
        before, closed = everything(site), closed_to(None)
        sockets = [connect(session=session) for _ in range(_SIDE_BY_SIDE)]
        assert len(closed) > 100
        for path in (paths.BOARD, paths.deal(deal), paths.DASHBOARD, paths.SETTINGS):
            sockets[0].load(path)
        sockets[0].wait(lambda received: count("is_hydrated")(received) > 0)
        arrived = count(paths.SIGN_IN)
        for name, socket in zip(closed, cycle(sockets), strict=False):
            already = arrived(socket.received)
            socket.fire(name, about=deal)
            socket.wait(lambda received, already=already: arrived(received) > already)
        assert [told(socket, site) for socket in sockets] == [[]] * len(sockets)
        assert everything(site) == before


def at_rest(site: Site) -> dict[str, list[tuple[Any, ...]]]:
    """Everything, once the deal of a lead that has just been accepted is made and its letters are planned."""
    seen = everything(site)
    for _ in range(20):
        time.sleep(0.5)
        seen, earlier = everything(site), seen
        if seen == earlier:
            break
    return seen


def fall_silent(socket: Socket) -> None:
    """Wait until nothing more comes of what was asked for before."""
    seen = -1
    while seen != len(socket.received):
        seen = len(socket.received)
        time.sleep(0.5)


class TestManagersSocket:
    def test_fires_nothing_of_the_owners(self, site: Site, deal: str, connect: Callable[..., Socket]) -> None:
        socket = connect(session=open_session(site, "manager"))
        before = at_rest(site)  # its device is known now, and its person told of it
        socket.load(paths.CLIENTS)
        socket.wait(lambda _: told(socket, site) != [])
        closed = closed_to(Role.MANAGER)
        for name in closed:
            socket.received.clear()
            socket.fire(name, about=deal)
            socket.wait(lambda received: count("toast")(received) > 0)
            state = name.rpartition(".")[0]
            assert not count(f'"{state}"')(socket.received), f"{name} answered a manager"
        assert everything(site) == before


class TestSocketOfASessionThatEnds:
    def test_is_led_out_at_once_and_hears_nothing_more(
        self, site: Site, deal: str, connect: Callable[..., Socket]
    ) -> None:
        session = open_session(site, "owner")
        socket, *others = (connect(session=session) for _ in range(_SIDE_BY_SIDE))
        socket.load(paths.BOARD)
        socket.fire(f"{BoardState.get_full_name()}.open_board", about=deal)
        socket.wait(lambda _: len(told(socket, site)) > 10)  # the board is open
        fall_silent(socket)
        socket.received.clear()
        httpx.post(f"{site.url}{paths.CLOSE_SESSION}", cookies={SESSION_COOKIE: session}).raise_for_status()
        socket.wait(lambda received: count(paths.SIGN_IN)(received) > 0)
        assert told(socket, site) == []

        lead = {"name": f"Поздний гость {new_id()[-6:]}", "email": f"{new_id()}@example.com"}
        assert httpx.post(f"{site.url}/api/v1/leads", json=lead).status_code == 201
        before = at_rest(site)
        for name, line in zip(closed_to(None), cycle([socket, *others]), strict=False):
            line.received.clear()
            line.fire(name, about=deal)
            line.wait(lambda received: count(paths.SIGN_IN)(received) > 0)
            assert told(line, site) == [], name
        assert everything(site) == before


class TestForeignPage:
    def test_may_not_connect_with_its_visitors_cookie(self, site: Site, connect: Callable[..., Socket]) -> None:
        with pytest.raises(Refused):
            connect(session=open_session(site, "owner"), origin="https://evil.example")
