"""Another language: the screen that is open says everything anew, and what is typed stays."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from studio_app.bootstrap import Services
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace import paths
from studio_app.workspace.calculator.state import CalculatorState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.live import live
from studio_app.workspace.session import Session
from tests.selling import DEAL, make_deal, make_studio
from tests.workspace.tabs import Tab, running
from tests.workspace.test_live import Sockets


@pytest.fixture
async def tab(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Tab]:
    run = live_services.runner.run_sync
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    run(SYSTEM, make_studio)
    run(SYSTEM, _deal)
    run(SYSTEM, start_estimate, deal_id=DEAL)
    sockets = Sockets()
    monkeypatch.setattr(live, "_open", cast("Any", sockets))
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=owner.id))
        tabs[tab.sid] = tab
        await tab.connect()
        sockets.connected[tab.sid] = tab.token
        yield tab
        await live._forget([tab.sid])


def _deal(work: Work) -> None:
    make_deal(work)


async def fire(tab: Tab, handler: Any, **typed: Any) -> None:
    """Fire it as the browser does, and then what the browser is told to fire."""
    received = await tab.fire(f"{handler.state.get_full_name()}.{handler.fn.__name__}", **typed)
    told = [event for _, update in received for event in getattr(update, "events", ())]
    for event in told:
        await tab.fire(event.name, **event.payload)


async def shown(tab: Tab, state: type[Any]) -> dict[str, Any]:
    return (await tab.states())[state.get_full_name()]


class TestAnotherLanguage:
    async def test_is_spoken_by_the_screen_that_is_open(self, tab: Tab) -> None:
        tab.path = paths.deal(DEAL)
        channels = []
        for locale in ("ru", "en"):
            await fire(tab, Session.switch_locale, locale=locale)
            channels.append((await shown(tab, DealState))["deal"].channel)
        assert channels == ["Сайт", "Website"]

    async def test_leaves_an_estimate_as_it_was_changed(self, tab: Tab) -> None:
        tab.path = f"{paths.deal(DEAL)}/estimate"
        await fire(tab, CalculatorState.load)
        await fire(tab, CalculatorState.add_own)
        lines = len((await shown(tab, CalculatorState))["lines"])
        await fire(tab, Session.switch_locale, locale="en")
        after = await shown(tab, CalculatorState)
        assert (len(after["lines"]), after["dirty"], after["_locale"]) == (lines, True, "en")
