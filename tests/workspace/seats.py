"""A person of the studio at an open tab, without a browser: what is pressed, what the tab shows, what is kept."""

import json
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace.live import live
from tests.workspace.tabs import Tab, running
from tests.workspace.test_live import Sockets

LOCALE = "ru"
"""The language of the studio, which a person reads who has chosen none."""


class Seat:
    """The owner of a studio on its first day, in one tab."""

    def __init__(self, services: Services, tab: Tab, actor: Actor) -> None:
        self.services, self.tab, self.actor = services, tab, actor

    async def open(self, path: str, *handlers: Any) -> None:
        """Go to an address, whose page fires these handlers."""
        self.tab.path = path
        for handler in handlers:
            await self.press(handler)

    async def press(self, handler: Any, /, **typed: Any) -> str:
        """Fire a handler; all that the tab is told, as text."""
        told = await self.tab.fire(f"{handler.state.get_full_name()}.{handler.fn.__name__}", **typed)
        return str(told).replace("\\\\", "\\")

    async def shows(self, state: type[Any], var: str) -> Any:
        return (await self.tab.states())[state.get_full_name()][var]

    def run(self, use_case: Any, **arguments: Any) -> Any:
        """Somebody else does something."""
        return self.services.runner.run_sync(SYSTEM, use_case, **arguments)

    def read(self, query: Any, **arguments: Any) -> Any:
        """What is kept."""
        return self.services.runner.read_sync(self.actor, query, **arguments)

    def deal(self, name: str = "Мария", *, email: str = "maria@example.com", message: str = "Сайт") -> str:
        """A deal that a lead has opened; its id."""
        return self.run(receive_lead, lead=LeadIn(name=name, email=email, message=message)).deal_id


def said(told: str, key: str, **params: Any) -> bool:
    """Whether a tab was told the sentence of that key."""
    return json.dumps(translate(LOCALE, key, **params))[1:-1] in told


def person(work: Work, *, role: Role) -> str:
    return work.session.exec(select(User.id).where(User.role == role)).one()


@pytest.fixture
async def seat(services_on_disk: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Seat]:
    run, sockets = services_on_disk.runner.run_sync, Sockets()
    owner = run(SYSTEM, person, role=Role.OWNER)
    monkeypatch.setattr(live, "_open", cast("Any", sockets))
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=owner))
        tabs[tab.sid] = tab
        await tab.connect()
        sockets.connected[tab.sid] = tab.token
        yield Seat(services_on_disk, tab, Actor(kind=ActorKind.STAFF, id=owner, name="Анна", role=Role.OWNER.value))
        await live._forget([tab.sid])
