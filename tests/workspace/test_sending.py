"""The screens that save and send by one press: sent, or kept with the reason why not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace import paths
from studio_app.workspace.calculator.state import CalculatorState
from studio_app.workspace.proposal.state import ProposalState
from tests import proposing
from tests.workspace.tabs import Tab, running
from tests.workspace.test_money_live import _name


@dataclass
class Screen:
    """An open tab of the owner, and the draft of a proposal that it is about."""

    services: Services
    tab: Tab
    deal_id: str
    document_id: str

    async def fire(self, handler: Any, **payload: Any) -> None:
        await self.tab.fire(_name(handler), **payload)

    def status(self) -> DocumentStatus:
        return self.services.runner.read_sync(SYSTEM, get_document, document_id=self.document_id).status

    def said(self) -> ProposalContent:
        return self.services.runner.read_sync(SYSTEM, read_proposal, document_id=self.document_id).content


def owner(work: Work) -> str:
    return work.session.exec(select(User.id).where(User.role == Role.OWNER)).one()


def drafted(work: Work) -> tuple[str, str]:
    document = proposing.draft(work)
    return document.deal_id, document.id


@pytest.fixture
async def screen(services_on_disk: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Screen]:
    run = services_on_disk.runner.run_sync
    deal_id, document_id = run(SYSTEM, drafted)
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=run(SYSTEM, owner)))
        tabs[tab.sid] = tab
        await tab.connect()
        yield Screen(services_on_disk, tab, deal_id, document_id)


@pytest.mark.parametrize(("sending", "expected"), [(True, DocumentStatus.PUBLISHED), (False, DocumentStatus.DRAFT)])
class TestEditor:
    async def test_of_a_proposal_keeps_the_form_and_sends_it_if_asked(
        self, screen: Screen, sending: bool, expected: DocumentStatus
    ) -> None:
        screen.tab.path = paths.proposal(screen.deal_id)
        await screen.fire(ProposalState.load)
        valid = screen.said().valid_until.isoformat()
        await screen.fire(ProposalState.choose, sending=sending)
        form = {"intro": "Здравствуйте", "goals": "", "structure": "Главная", "valid_until": valid}
        await screen.fire(ProposalState.save, form=form)
        assert (screen.status(), screen.said().intro) == (expected, "Здравствуйте")


class TestCalculator:
    async def test_sends_the_prices_that_are_typed(self, screen: Screen) -> None:
        await self._discounted(screen)
        await screen.fire(CalculatorState.publish)
        assert screen.status() is DocumentStatus.PUBLISHED
        assert self._discount(screen) == screen.said().lines[0].discount_percent == 5

    async def test_keeps_the_prices_that_are_typed(self, screen: Screen) -> None:
        await self._discounted(screen)
        await screen.fire(CalculatorState.save)
        assert (screen.status(), self._discount(screen)) == (DocumentStatus.DRAFT, 5)
        assert not (await screen.tab.states())[CalculatorState.get_full_name()]["dirty"]

    async def _discounted(self, screen: Screen) -> None:
        screen.tab.path = paths.estimate(screen.deal_id)
        await screen.fire(CalculatorState.load)
        [first, *_] = (await screen.tab.states())[CalculatorState.get_full_name()]["_items"]
        await screen.fire(CalculatorState.change, key=first.line.key, field="discount_percent", text="5")

    def _discount(self, screen: Screen) -> object:
        view = screen.services.runner.read_sync(SYSTEM, estimate_of, deal_id=screen.deal_id)
        return view.lines[0].line.discount_percent
