"""What stays of a tab that is closed: nothing of a visitor's, and for a while what a signed-in person had open."""

from collections.abc import AsyncIterator

import pytest
from reflex.state import State

from studio_app.bootstrap import Services
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sessions import close_session
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.studio_app import app, sockets
from studio_app.workspace.binding import belongs_to_somebody
from tests.workspace.tabs import Tab, running

HYDRATE = f"{State.get_full_name()}.hydrate"


class Office:
    """Tabs of visitors and of the owner, and what the server remembers of them."""

    def __init__(self, tabs: dict[str, Tab], services: Services) -> None:
        self._tabs = tabs
        self.services = services
        owner = services.runner.run_sync(
            SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h"
        )
        self.session = services.runner.run_sync(SYSTEM, open_session, user_id=owner.id)
        self.closed: dict[str, None] = {}

    async def opens(self, *, session: str = "", token: str = "") -> Tab:
        tab = Tab(app, session=session, token=token)
        self._tabs[tab.sid] = tab
        await tab.connect()
        await tab.fire(HYDRATE)
        return tab

    def forgets(self, *, at_most: int = 10) -> None:
        sockets._forget(self.closed, belongs_to_somebody, at_most)

    def remembers(self, *tabs: Tab) -> list[bool]:
        idents = {token.ident for _, token in app.state_manager._token_expires_at.values()}
        held = {ident for ident in idents if any(ident in key for key in app.state_manager.states)}
        return [tab.token in held for tab in tabs]


@pytest.fixture
async def office(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    async with running(app, monkeypatch) as tabs:
        yield Office(tabs, live_services)


class TestVisitorsTab:
    async def test_is_forgotten_when_it_is_closed(self, office: Office) -> None:
        stays, goes = await office.opens(), await office.opens()
        await goes.disconnect()
        office.forgets()
        assert office.remembers(stays, goes) == [True, False]
        manager = app.state_manager
        for kept in (manager.states, manager._token_expires_at, manager._states_locks, office.closed):
            assert goes.token not in str(list(kept))

    async def test_is_not_forgotten_while_something_of_it_runs(self, office: Office) -> None:
        tab = await office.opens()
        await tab.disconnect()
        app.event_processor._token_queues[tab.token] = None  # type: ignore[assignment]  # an event that is not done
        office.forgets()
        assert office.remembers(tab) == [True]
        del app.event_processor._token_queues[tab.token]
        office.forgets()
        assert office.remembers(tab) == [False]

    async def test_is_that_of_somebody_who_has_signed_out(self, office: Office) -> None:
        tab = await office.opens(session=office.session)
        office.services.runner.run_sync(SYSTEM, close_session, token=office.session)
        await tab.fire(HYDRATE)
        await tab.disconnect()
        office.forgets()
        assert office.remembers(tab) == [False]


class TestSignedInTab:
    async def test_is_found_again_after_a_break(self, office: Office) -> None:
        tab = await office.opens(session=office.session)
        await tab.disconnect()
        office.forgets()
        again = await office.opens(session=office.session, token=tab.token)
        office.forgets(at_most=1)
        assert office.remembers(again) == [True]
        assert not office.closed

    async def test_waits_with_so_many_others_at_most(self, office: Office) -> None:
        tabs = [await office.opens(session=office.session) for _ in range(4)]
        for tab in tabs:
            await tab.disconnect()
            office.forgets(at_most=2)
        assert office.remembers(*tabs) == [False, False, True, True]
