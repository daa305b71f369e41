"""The gate asks for the password again before what cannot be taken back, and then goes on."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from studio_app.bootstrap import Services, install_starter_pack
from studio_app.core.clock import SystemClock
from studio_app.domain.accounts.confirming import FRESH
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.accounts.sign_in_limits import MAX_PER_DEVICE
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.refunding import managers_may_refund
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace.confirmation.state import Confirmation
from studio_app.workspace.confirmation.waiting import Waiting
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.settings.payments.state import PaymentSettings
from studio_app.workspace.settings.people.state import PeopleSettings
from tests.workspace.tabs import Tab, running

PASSWORD = "correct horse battery"
NEWCOMER = {"name": "Vera", "email": "vera@studio.example", "role": "owner", "team": ""}
SAVE = f"{PeopleSettings.get_full_name()}.save"
ANSWER = f"{Confirmation.get_full_name()}.answer"


@dataclass
class Owner:
    """The owner's tab, and what the studio knows."""

    tab: Tab
    services: Services

    async def asked(self) -> bool:
        """Whether the tab shows the question."""
        return (await self.tab.states())[Waiting.get_full_name()]["asking"]

    def grow_stale(self) -> None:
        """A quarter of an hour goes by."""

        def age(work: Work) -> None:
            for row in work.session.exec(select(UserSession)):
                row.confirmed_at = work.now() - FRESH - timedelta(seconds=1)

        self.services.runner.run_sync(SYSTEM, age)

    def people(self) -> list[str]:
        return self.services.runner.read_sync(SYSTEM, lambda work: sorted(work.session.exec(select(User.email))))


@pytest.fixture
async def owner(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Owner]:
    run = live_services.runner.run_sync
    hashed = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    run(SYSTEM, install_starter_pack)
    person = run(SYSTEM, create_first_owner, email="anna@studio.example", name="Anna", password_hash=hashed)
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=person.id))
        tabs[tab.sid] = tab
        await tab.connect()
        yield Owner(tab, live_services)


class TestFreshHandlers:
    def test_are_those_that_give_money_back_or_change_rights(self) -> None:
        fresh = {
            name
            for name, registered in RegistrationContext.get().event_handlers.items()
            if getattr(registered.handler.fn, "__studio_fresh__", False)
        }
        assert fresh == {
            f"{state.get_full_name()}.{handler}"
            for state, handlers in (
                (PaymentsState, ("refund", "transfer_back")),
                (PeopleSettings, ("save", "reset_password")),
                (PaymentSettings, ("save",)),
            )
            for handler in handlers
        }

    async def test_run_at_once_while_the_password_is_fresh(self, owner: Owner) -> None:
        await owner.tab.fire(SAVE, data=NEWCOMER)
        assert owner.people() == ["anna@studio.example", "vera@studio.example"]
        assert not await owner.asked()

    async def test_wait_for_the_password_and_then_go_on(self, owner: Owner) -> None:
        owner.grow_stale()
        await owner.tab.fire(SAVE, data=NEWCOMER)
        assert owner.people() == ["anna@studio.example"]
        assert await owner.asked()
        await owner.tab.fire(ANSWER, data={"current": PASSWORD})
        assert owner.people() == ["anna@studio.example", "vera@studio.example"]
        assert not await owner.asked()

    @pytest.mark.parametrize("typed", [{"current": "wrong"}, {"current": ""}, {}])
    async def test_do_not_run_with_a_wrong_one(self, typed: dict[str, Any], owner: Owner) -> None:
        owner.grow_stale()
        await owner.tab.fire(SAVE, data=NEWCOMER)
        received = await owner.tab.fire(ANSWER, data=typed)
        assert "current" in str(received)
        assert owner.people() == ["anna@studio.example"]
        assert await owner.asked()

    async def test_do_not_run_with_what_is_none(self, owner: Owner) -> None:
        owner.grow_stale()
        await owner.tab.fire(SAVE, data=NEWCOMER)
        await owner.tab.fire(ANSWER, data={"current": ["x"]})
        assert owner.people() == ["anna@studio.example"]
        assert await owner.asked()

    async def test_are_not_reached_by_trying_passwords(self, owner: Owner) -> None:
        owner.grow_stale()
        await owner.tab.fire(SAVE, data=NEWCOMER)
        for _ in range(MAX_PER_DEVICE):
            await owner.tab.fire(ANSWER, data={"current": "wrong"})
        await owner.tab.fire(ANSWER, data={"current": PASSWORD})
        assert owner.people() == ["anna@studio.example"]

    async def test_are_forgotten_when_the_question_is_left(self, owner: Owner) -> None:
        owner.grow_stale()
        await owner.tab.fire(SAVE, data=NEWCOMER)
        await owner.tab.fire(f"{Confirmation.get_full_name()}.set_asking", asking=False)
        await owner.tab.fire(ANSWER, data={"current": PASSWORD})
        assert owner.people() == ["anna@studio.example"]

    async def test_of_money_give_none_back_before(self, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
        given: list[object] = []
        monkeypatch.setattr(type(owner.services.refunds), "give_back", lambda *_, **asked: given.append(asked))
        owner.grow_stale()
        answers = {"amount": "10", "reason": "why not"}
        await owner.tab.fire(f"{PaymentsState.get_full_name()}.refund", answers=answers)
        assert given == []
        assert await owner.asked()

    async def test_of_rights_change_none_before(self, owner: Owner) -> None:
        allowed: Callable[[], bool] = lambda: owner.services.runner.read_sync(SYSTEM, managers_may_refund)  # noqa: E731  read twice
        before = allowed()
        owner.grow_stale()
        data = {} if before else {"managers": "on"}
        await owner.tab.fire(f"{PaymentSettings.get_full_name()}.save", data={**data, "hour": "never"})
        assert allowed() is before
        await owner.tab.fire(ANSWER, data={"current": PASSWORD})
        assert allowed() is not before


class TestSessionInUse:
    async def test_is_noted_with_what_is_done_in_it(self, owner: Owner) -> None:
        def age(work: Work) -> None:
            for row in work.session.exec(select(UserSession)):
                row.last_used_at, row.idle_until = work.now() - timedelta(hours=1), work.now() + timedelta(hours=1)

        owner.services.runner.run_sync(SYSTEM, age)
        await owner.tab.fire(f"{PeopleSettings.get_full_name()}.load")
        [row] = owner.services.runner.read_sync(SYSTEM, lambda work: work.session.exec(select(UserSession)).all())
        now = SystemClock().now()
        assert now - row.last_used_at < timedelta(minutes=1)
        assert row.idle_until - now > timedelta(days=owner.services.settings.session_idle_days, minutes=-1)
