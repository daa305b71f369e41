"""Whoever is signed in may fire any handler with anything: it is refused in a sentence, and nothing breaks."""

import asyncio
import inspect
import re
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any, get_origin, get_type_hints

import pytest
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from studio_app.adapters.passwords import hash_password
from studio_app.bootstrap import Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace import paths
from studio_app.workspace.arguments import Garbled, checking
from studio_app.workspace.board.wire.asks import Held, Move
from studio_app.workspace.gate import needed_for
from studio_app.workspace.live import live
from tests import proposing
from tests.workspace.tabs import Tab, running

HANDLERS = {
    name: registered.handler.fn
    for name, registered in sorted(RegistrationContext.get().event_handlers.items())
    if registered.handler.fn.__module__.startswith("studio_app") and needed_for(name)
}
ROOMS = sorted({name.rpartition(".")[0] for name in HANDLERS})
OPENING = ("load", "open", "start")
SENTENCE = "This page sent something that we could not understand."
_MOVE = {"deal_id": "zzz", "version": -1, "stage_id": "zzz", "above_id": "", "below_id": "zzz"}
ODD = (None, 7, "zzz", ["zzz"], {"a": 1}, [["a", "b"]], [["a", 1]], [[]], [])
FITTING: dict[Any, tuple[Any, ...]] = {
    str: ("zzz", "", "\ud83d", "x" * 3000),
    int: (-1, 0, 2**63 - 1, 2**63),
    bool: (True, False),
    list[Held]: ([], [{"deal_id": "zzz", "version": 2**63 - 1}], [dict.fromkeys(get_type_hints(Held))]),
    list[Move]: ([], [_MOVE], [_MOVE, {}]),
}


def junk(handler: Any) -> Iterator[dict[str, Any]]:
    """Arguments of every kind: too few, too many, of wrong types, and right ones that name nothing."""
    taken = list(inspect.signature(handler).parameters.values())[1:]
    yield {}
    if not taken:
        return
    yield {"no_such": 1}
    odd: tuple[Any, ...] = ODD
    if any(get_origin(one.annotation) is dict for one in taken):  # every field that the screen names
        fields = set(re.findall(r'"([a-z_]{2,30})"', inspect.getsource(sys.modules[handler.__module__])))
        odd = (*ODD, {}, *(dict.fromkeys(fields, value) for value in (None, 7, "zzz", ["zzz"])))
    for value in odd:
        yield {one.name: value for one in taken}
    for turn in range(4):
        yield {one.name: (kinds := FITTING.get(one.annotation, odd))[turn % len(kinds)] for one in taken}


@pytest.fixture
async def tab(services_on_disk: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Tab]:
    """A tab of the owner, on the page of a deal."""
    run = services_on_disk.runner.run_sync
    tab = Tab(app, session=run(SYSTEM, owners_session))
    tab.path = f"/deal/{run(SYSTEM, proposing.published).deal_id}"
    async with running(app, monkeypatch) as tabs:
        listening = asyncio.create_task(live.listen(app))
        tabs[tab.sid] = tab
        await tab.connect()
        yield tab
        listening.cancel()


def owners_session(work: Work) -> str:
    owner = work.session.exec(select(User).where(User.role == Role.OWNER)).one()
    owner.locale = "en"
    owner.password_hash = hash_password("long and odd enough 7")
    return open_session(work, user_id=owner.id)


@pytest.mark.parametrize("room", ROOMS, ids=[room.rpartition(".")[2].rpartition("____")[2] for room in ROOMS])
async def test_breaks_no_handler(tab: Tab, caplog: pytest.LogCaptureFixture, room: str) -> None:
    mine = {name: handler for name, handler in HANDLERS.items() if name.rpartition(".")[0] == room}
    for name in mine:
        if name.rpartition(".")[2].startswith(OPENING):
            await tab.fire(name)
    broken: dict[tuple[str, str], dict[str, Any]] = {}
    for name, handler in mine.items():
        for arguments in junk(handler):
            caplog.clear()
            answer = str(await tab.fire(name, **arguments))
            assert paths.SIGN_IN not in answer, "the session is over: nothing is tried any more"
            if "no_such" in arguments:
                assert SENTENCE in answer, name
            for record in caplog.records:
                if record.exc_info:
                    broken[name, repr(record.exc_info[1])] = arguments
    assert broken == {}


class TestChecking:
    @pytest.mark.parametrize(
        ("value", "kind", "fits"),
        [
            ("a", str, True),
            (None, str, False),
            (["a"], str, False),
            (1, int, True),
            (True, int, False),
            (1.0, int, False),
            (2**63, int, False),
            (True, bool, True),
            ("true", bool, False),
            (["a"], str | list[str], True),
            ([1], str | list[str], False),
            ({"a": "b"}, dict[str, str], True),
            ({"a": None}, dict[str, str], False),
            ({"a": None, "b": 1, "c": True}, dict[str, Any], True),
            ({"a": ["b"]}, dict[str, Any], False),
            ([{"deal_id": "a", "version": 1}], list[Held], True),
            ([{"deal_id": "a", "version": "1"}], list[Held], False),
            ([{"deal_id": "a"}], list[Held], False),
            ([{"deal_id": "a", "version": 1, "more": 1}], list[Held], False),
            ([["a", 1]], list[Held], False),
        ],
    )
    def test_takes_what_the_handler_says_and_nothing_else(self, value: Any, kind: Any, fits: bool) -> None:
        def handler(_: Any, given: Any) -> None: ...

        handler.__annotations__["given"] = kind
        check = checking(handler)
        if fits:
            check({"given": value})
        else:
            with pytest.raises(Garbled):
                check({"given": value})

    def test_wants_all_arguments_and_no_others(self) -> None:
        def handler(_: Any, needed: str, spare: bool = False) -> None: ...

        check = checking(handler)
        for arguments in ({"needed": ""}, {"needed": "", "spare": True}):
            check(arguments)
        for arguments in ({}, {"spare": True}, {"needed": "", "other": ""}):
            with pytest.raises(Garbled):
                check(arguments)

    def test_is_no_check_where_it_does_not_know_the_type(self) -> None:
        def handler(_: Any, given: float) -> None: ...

        with pytest.raises(TypeError):
            checking(handler)
