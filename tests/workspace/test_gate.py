"""The gate, through the app's own event path: every registered handler, every kind of visitor."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from reflex.state import State
from reflex_base.event.processor import base_state_processor
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import add_person, create_first_owner
from studio_app.domain.accounts.permissions import TABLE, Permission
from studio_app.domain.accounts.sessions import close_session
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace import paths
from studio_app.workspace.framework import FRAMEWORK_HANDLERS
from studio_app.workspace.gate import ANYONE, Gate, Needed, needed_for, permits
from studio_app.workspace.session import Session
from tests.workspace.tabs import Tab, own_vars, running

ALL_HANDLERS = sorted(RegistrationContext.get().event_handlers)
DECLARED = [name for name in ALL_HANDLERS if needed_for(name)]
UNDECLARED = [name for name in ALL_HANDLERS if not needed_for(name)]
OURS = [name for name in DECLARED if name not in FRAMEWORK_HANDLERS]
HYDRATE = f"{State.get_full_name()}.hydrate"
LOAD = f"{Session.get_full_name()}.load"


@dataclass
class Visitors:
    """The kinds of people at the door, and what got past it."""

    tabs: dict[str, Tab]
    sessions: dict[str, str]
    ran: list[str]
    services: Services

    async def tab(self, who: str, *, token: str = "") -> Tab:
        tab = Tab(app, session=self.sessions[who], token=token)
        self.tabs[tab.sid] = tab
        await tab.connect()
        return tab


@pytest.fixture
async def visitors(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitors]:
    """Somebody of each role, somebody signed out, and nobody; handlers are noted instead of run."""
    run = live_services.runner.run_sync
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    people = {Role.OWNER: owner} | {
        role: run(SYSTEM, add_person, email=f"{role}@example.com", name="Boris", password_hash="h", role=role)
        for role in Role
        if role is not Role.OWNER
    }
    sessions = {
        "anonymous": "",
        "forged": "not a session of ours",
        "signed out": run(SYSTEM, open_session, user_id=owner.id),
        **{role.value: run(SYSTEM, open_session, user_id=person.id) for role, person in people.items()},
    }
    run(SYSTEM, close_session, token=sessions["signed out"])
    ran: list[str] = []
    original = base_state_processor.process_event

    async def note(*, handler: Any, **kwargs: Any) -> None:
        ran.append(handler.fn.__qualname__)
        if handler.fn.__module__.startswith("reflex"):
            await original(handler=handler, **kwargs)

    monkeypatch.setattr(base_state_processor, "process_event", note)
    async with running(app, monkeypatch) as tabs:
        yield Visitors(tabs, sessions, ran, live_services)


def function_of(name: str) -> str:
    return RegistrationContext.get().event_handlers[name].handler.fn.__qualname__


def allowed(role: Role, name: str) -> bool:
    """What the table says of a handler, looked up without the gate's own words."""
    return any(role in TABLE[one] for one in needed_for(name) if isinstance(one, Permission))


class TestEveryHandler:
    def test_says_who_may_fire_it(self) -> None:
        silent = [
            name
            for name in UNDECLARED
            if not RegistrationContext.get().event_handlers[name].handler.fn.__module__.startswith("reflex")
        ]
        assert silent == []

    def test_of_ours_that_anybody_may_fire_is_one_of_two(self) -> None:
        open_to_all = {name.rpartition(".")[2] for name in OURS if ANYONE in needed_for(name)}
        assert open_to_all == {"load", "load_visitor"}

    def test_of_the_framework_that_sets_vars_is_closed(self) -> None:
        assert {name.rpartition(".")[2] for name in UNDECLARED} == {"setvar", "update_vars_internal"}

    @pytest.mark.parametrize("who", ["anonymous", "forged", "signed out"])
    async def test_refuses_whoever_is_not_signed_in(self, visitors: Visitors, who: str) -> None:
        tab = await visitors.tab(who)
        for name in ALL_HANDLERS:
            if ANYONE in needed_for(name):
                continue
            visitors.ran.clear()
            received = await tab.fire(name)
            assert function_of(name) not in visitors.ran, f"{who} ran {name}"
            assert paths.SIGN_IN in str(received), f"{who} got no way to sign in from {name}"

    @pytest.mark.parametrize("role", Role)
    async def test_is_refused_to_each_role_that_the_table_does_not_name(self, visitors: Visitors, role: Role) -> None:
        tab = await visitors.tab(role.value)
        closed = UNDECLARED + [name for name in OURS if ANYONE not in needed_for(name) and not allowed(role, name)]
        for name in closed:
            visitors.ran.clear()
            received = await tab.fire(name)
            assert function_of(name) not in visitors.ran, f"{role} ran {name}"
            assert "toast" in str(received)

    async def test_refuses_the_owner_what_is_declared_for_nobody(self, visitors: Visitors) -> None:
        tab = await visitors.tab("owner")
        for name in UNDECLARED:
            visitors.ran.clear()
            await tab.fire(name)
            assert function_of(name) not in visitors.ran, f"the owner ran {name}"

    @pytest.mark.parametrize("role", Role)
    async def test_lets_each_role_through_that_the_table_names(self, visitors: Visitors, role: Role) -> None:
        tab = await visitors.tab(role.value)
        for name in OURS:
            if ANYONE not in needed_for(name) and allowed(role, name):
                visitors.ran.clear()
                await tab.fire(name)
                assert function_of(name) in visitors.ran, f"{role} was refused {name}"


class TestUnknownHandler:
    async def test_runs_nothing(self, visitors: Visitors, caplog: pytest.LogCaptureFixture) -> None:
        tab = await visitors.tab("owner")
        for name in ("no.such.handler", f"{Session.get_full_name()}.__init__", f"{Session.get_full_name()}.reset", ""):
            assert await tab.fire(name) == []
        assert visitors.ran == []

    async def test_leaves_no_trace_in_memory(self, visitors: Visitors) -> None:
        tab = await visitors.tab("anonymous")
        before = len(app.event_processor._futures)
        for number in range(20):
            await tab.fire(f"no.such.handler{number}")
        assert len(app.event_processor._futures) == before

    def test_is_permitted_to_nobody(self) -> None:
        assert needed_for("no.such.handler") == Needed()
        assert not permits(Needed(), None)


class TestApp:
    def test_has_the_gate_first(self) -> None:
        assert isinstance(app._middlewares[0], Gate)

    def test_keeps_no_var_in_the_browser(self) -> None:
        stored = [
            f"{state.get_full_name()}.{name}"
            for state in RegistrationContext.get().base_states.values()
            for name in state.base_vars
            if state._is_client_storage(name)
        ]
        assert stored == []


class TestState:
    async def test_never_hands_the_cookie_to_scripts(self, visitors: Visitors) -> None:
        tab = await visitors.tab("owner")
        received = await tab.fire(HYDRATE)
        assert received
        from reflex.utils import format as reflex_format

        assert visitors.sessions["owner"] not in reflex_format.json_dumps(received)

    async def test_is_forgotten_after_signing_out(self, visitors: Visitors) -> None:
        tab = await visitors.tab("owner")
        await tab.fire(HYDRATE)
        clean = await tab.states()
        await self._fill(tab)
        assert await self._marked(tab) > 0
        await visitors.services.runner.run(SYSTEM, close_session, token=visitors.sessions["owner"])
        await tab.fire(HYDRATE)
        left = await tab.states()
        for state, fields in left.items():
            for name, value in fields.items():
                if name not in _FRAMEWORK_VARS and not name.startswith("_reflex"):
                    expected = "" if name == "_bound_to" else clean[state][name]
                    assert value == expected, f"{state}.{name} outlived the session"

    async def test_of_one_person_is_not_shown_to_another(self, visitors: Visitors) -> None:
        hers = await visitors.tab("owner")
        await hers.fire(HYDRATE)
        await self._fill(hers)
        await hers.disconnect()
        his = await visitors.tab("manager", token=hers.token)
        received = await his.fire(HYDRATE)
        assert _MARK not in str(received)
        assert await self._marked(his) == 0

    async def test_of_an_open_tab_is_not_shared_with_a_copied_token(self, visitors: Visitors) -> None:
        hers = await visitors.tab("owner")
        await hers.fire(HYDRATE)
        await self._fill(hers)
        thief = await visitors.tab("anonymous", token=hers.token)
        received = await thief.fire(HYDRATE)
        assert _MARK not in str(received)
        assert await self._marked(hers) > 0

    async def test_is_forgotten_when_an_owner_becomes_a_manager(self, visitors: Visitors) -> None:
        tab = await visitors.tab("owner")
        await tab.fire(HYDRATE)
        await self._fill(tab)
        visitors.services.runner.run_sync(SYSTEM, _demote)
        await tab.fire(HYDRATE)
        assert await self._marked(tab) == 0

    async def _fill(self, tab: Tab) -> None:
        """Write a mark into every text var of ours, as if business data had been shown."""
        from reflex.istate.manager.token import BaseStateToken

        async with app.state_manager.modify_state(BaseStateToken(ident=tab.token, cls=State)) as root:
            for state_class in _our_states():
                state = await root._get_root_state().get_state(state_class)
                for name, value in [(name, getattr(state, name)) for name in own_vars(state_class)]:
                    if isinstance(value, str) and name != "_bound_to":
                        setattr(state, name, _MARK)

    async def _marked(self, tab: Tab) -> int:
        return str(await tab.states()).count(_MARK)


_MARK = "business data of the owner"
_FRAMEWORK_VARS = frozenset(
    {"router_data", "rx_router_headers", "rx_router_page", "rx_router_route_id", "rx_router_session", "rx_router_url"}
)


def _our_states() -> list[type[State]]:
    return [
        state
        for state in RegistrationContext.get().base_states.values()
        if state.__module__.startswith("studio_app") and issubclass(state, State)
    ]


def _demote(work: Work) -> None:
    work.session.exec(select(User).where(User.role == Role.OWNER)).one().role = Role.MANAGER
