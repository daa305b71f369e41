"""What is due is the same in every open tab: a screen is opened, money moves elsewhere, the screen says so."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import Any, cast

import pytest

from studio_app.bootstrap import Services
from studio_app.core.money import Money
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.receipts import reverse_entry
from studio_app.domain.payments.asking_again import ask_again
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.studio_app import app
from studio_app.workspace import paths
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.invoices.state import InvoicesState
from studio_app.workspace.live import live
from studio_app.workspace.payments.asking_again import AskingAgain
from studio_app.workspace.payments.balances import BalancesState
from studio_app.workspace.payments.overpayment import Overpayment
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.statements.state import StatementsState
from tests.selling import DEAL, issued_invoice, make_studio
from tests.workspace.tabs import Tab, running
from tests.workspace.test_live import Sockets

OWNER = Actor(kind=ActorKind.STAFF, id="owner", role="owner")
DAY = date(2025, 3, 3)  # long past by any clock


class Workplace:
    """One open tab, and money that moves without it."""

    def __init__(self, services: Services, tab: Tab, sockets: Sockets, invoice_id: str) -> None:
        self.services, self.tab, self.sockets, self.invoice_id = services, tab, sockets, invoice_id

    async def open(self, path: str, *handlers: Any) -> None:
        self.tab.path = path
        for handler in handlers:
            await self.tab.fire(_name(handler))
        self.sockets.sent.clear()

    async def happens(self, use_case: Any, **arguments: Any) -> Any:
        """A use case runs elsewhere; the tab fires what it is told to fire."""
        async with self.services.hub.listen() as queue:
            result = self.services.runner.run_sync(OWNER, use_case, **arguments)
            batch = [await queue.get()]
            while not queue.empty():
                batch.append(queue.get_nowait())
            await live._tell(batch)
        told = [event for update in self.sockets.sent.pop(self.tab.sid, []) for event in update.events]
        for event in told:
            await self.tab.fire(event.name)
        return result

    async def shows(self, state: type[Any], var: str) -> Any:
        return (await self.tab.states())[state.get_full_name()][var]

    async def pay(self, amount: int = 100_000) -> str:
        return await self.happens(
            record_bank_transfer,
            invoice_id=self.invoice_id,
            amount=Money(amount, "RUB"),
            received_on=DAY,
            reference="7",
        )


def _name(handler: Any) -> str:
    return f"{handler.state.get_full_name()}.{handler.fn.__name__}"


@pytest.fixture
async def workplace(live_services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workplace]:
    run = live_services.runner.run_sync
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    run(OWNER, make_studio)
    invoice_id = run(OWNER, issued_invoice)
    sockets = Sockets()
    monkeypatch.setattr(live, "_open", cast("Any", sockets))
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(OWNER, open_session, user_id=owner.id))
        tabs[tab.sid] = tab
        await tab.connect()
        sockets.connected[tab.sid] = tab.token
        yield Workplace(live_services, tab, sockets, invoice_id)
        await live._forget([tab.sid])


Due = Callable[[Workplace], Awaitable[Any]]


async def standing(workplace: Workplace) -> str:
    rows = await workplace.shows(BalancesState, "rows")  # none once the only invoice is void
    return "; ".join(f"{row.paid}|{row.due}" for row in rows)


async def listed(workplace: Workplace) -> str:
    [row] = await workplace.shows(InvoicesState, "rows")
    return f"{row.state}|{row.paid}"


async def balance(workplace: Workplace) -> str:
    shown = await workplace.shows(PaymentsState, "balance")
    return f"{shown.due}|{len(await workplace.shows(PaymentsState, 'rows'))}"


async def of_client(workplace: Workplace) -> str:
    [row] = await workplace.shows(ClientState, "documents")
    return f"{row.status}|{await standing(workplace)}"


SCREENS = {
    "deal": (paths.deal(DEAL), (DealState.load, BalancesState.load), standing),
    "client": (paths.client(f"client-{DEAL}"), (ClientState.load, BalancesState.load), of_client),
    "invoices": (paths.INVOICES, (InvoicesState.open,), listed),
    "ledger": (f"{paths.PAYMENTS}?invoice={{invoice}}", (PaymentsState.open,), balance),
}


@pytest.fixture(params=SCREENS)
async def screen(request: pytest.FixtureRequest, workplace: Workplace) -> tuple[Workplace, Due]:
    path, handlers, due = SCREENS[request.param]
    await workplace.open(path.format(invoice=workplace.invoice_id), *handlers)
    return workplace, due


class TestScreen:
    async def test_tells_of_a_payment_and_of_its_being_taken_back(self, screen: tuple[Workplace, Due]) -> None:
        workplace, due = screen
        before = await due(workplace)
        entry_id = await workplace.pay()
        paid = await due(workplace)
        assert paid != before
        await workplace.happens(reverse_entry, entry_id=entry_id, reason="twice")
        assert await due(workplace) != paid

    async def test_tells_of_a_refund(self, screen: tuple[Workplace, Due]) -> None:
        workplace, due = screen
        entry_id = await workplace.pay()
        paid = await due(workplace)
        back = {"entry_id": entry_id, "amount": Money(40_000, "RUB"), "paid_on": DAY, "reference": "8"}
        await workplace.happens(record_refund_paid, **back)
        assert await due(workplace) != paid

    async def test_tells_of_a_void_invoice(self, screen: tuple[Workplace, Due]) -> None:
        workplace, due = screen
        before = await due(workplace)
        await workplace.happens(void_invoice, document_id=workplace.invoice_id, reason="mistake")
        assert await due(workplace) != before


class TestOverpayment:
    """Two managers type the same payment: the second is asked, on each screen where a transfer is typed."""

    async def typed(self, workplace: Workplace, screen: str) -> None:
        paid = {"received_on": DAY.isoformat(), "reference": "again", "amount": "1000"}
        if screen == "deal":
            await workplace.open(paths.deal(DEAL), DealState.load)
            await workplace.tab.fire(_name(DocumentsState.open_dialog), name="pay", document_id=workplace.invoice_id)
            await workplace.pay()
            await workplace.tab.fire(_name(DocumentsState.record_payment), form=paid)
        else:
            await workplace.open(paths.INVOICES, InvoicesState.open)
            await workplace.tab.fire(_name(InvoicesState.ask_transfer), invoice_id=workplace.invoice_id)
            await workplace.pay()
            await workplace.tab.fire(_name(InvoicesState.record), answers=paid)

    def booked(self, workplace: Workplace) -> int:
        return workplace.services.runner.read_sync(OWNER, get_invoice, workplace.invoice_id).paid_amount

    @pytest.mark.parametrize("screen", ["deal", "invoices"])
    async def test_is_asked_about_and_booked_only_when_confirmed(self, workplace: Workplace, screen: str) -> None:
        await self.typed(workplace, screen)
        assert await workplace.shows(Overpayment, "excess") == "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₽"
        assert self.booked(workplace) == 100_000
        await workplace.tab.fire(_name(Overpayment.confirm))
        assert (await workplace.shows(Overpayment, "excess"), self.booked(workplace)) == ("", 200_000)

    @pytest.mark.parametrize(
        ("screen", "state", "var", "open_"),
        [("deal", DocumentsState, "dialog", "pay"), ("invoices", InvoicesState, "recording", True)],
    )
    async def test_is_not_booked_when_the_question_is_left_and_what_was_typed_stays_open(
        self, workplace: Workplace, screen: str, state: type[Any], var: str, open_: Any
    ) -> None:
        await self.typed(workplace, screen)
        await workplace.tab.fire(_name(Overpayment.leave), opened=False)
        assert await workplace.shows(state, var) == open_
        await workplace.tab.fire(_name(Overpayment.confirm))
        assert self.booked(workplace) == 100_000

    async def test_stands_on_the_deal_page_until_it_is_settled(self, workplace: Workplace) -> None:
        await self.typed(workplace, "deal")
        await workplace.tab.fire(_name(Overpayment.confirm))
        await workplace.open(paths.deal(DEAL), BalancesState.load)
        assert await workplace.shows(BalancesState, "over") == "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₽"

    async def test_is_asked_about_anew_when_it_has_grown(self, workplace: Workplace) -> None:
        await workplace.open(paths.INVOICES, InvoicesState.open)
        await workplace.tab.fire(_name(InvoicesState.ask_transfer), invoice_id=workplace.invoice_id)
        paid = {"received_on": DAY.isoformat(), "reference": "more", "amount": "1500"}
        await workplace.tab.fire(_name(InvoicesState.record), answers=paid)
        first = await workplace.shows(Overpayment, "excess")
        await workplace.pay()
        await workplace.tab.fire(_name(Overpayment.confirm))
        assert (await workplace.shows(Overpayment, "excess") != first, self.booked(workplace)) == (True, 100_000)


class TestAskAgain:
    async def test_stands_beside_a_paid_invoice_from_which_money_went_back(self, workplace: Workplace) -> None:
        entry_id = await workplace.pay()
        back = {"entry_id": entry_id, "amount": Money(40_000, "RUB"), "paid_on": DAY, "reference": "8"}
        await workplace.happens(record_refund_paid, **back)
        await workplace.open(f"{paths.PAYMENTS}?invoice={workplace.invoice_id}", PaymentsState.open)
        before = await workplace.shows(PaymentsState, "balance")
        assert (before.state, before.due_typed, before.back) == ("returned", "", "400\N{NO-BREAK SPACE}₽")
        assert (before.end, before.can_ask_again) == ("returned", True)
        await workplace.tab.fire(_name(AskingAgain.open_dialog), invoice_id=before.id)
        assert await workplace.shows(AskingAgain, "invoice_id") == workplace.invoice_id
        await workplace.happens(ask_again, invoice_id=workplace.invoice_id, reason="they want it after all")
        after = await workplace.shows(PaymentsState, "balance")
        assert (after.state, after.due_typed, after.back) == ("partly", "400,00", "")

    async def test_is_a_badge_in_the_list(self, workplace: Workplace) -> None:
        await workplace.open(paths.INVOICES, InvoicesState.open)
        entry_id = await workplace.pay()
        back = {"entry_id": entry_id, "amount": Money(40_000, "RUB"), "paid_on": DAY, "reference": "8"}
        await workplace.happens(record_refund_paid, **back)
        [row] = await workplace.shows(InvoicesState, "rows")
        assert (row.state, row.can_ask_again, row.can_record) == ("returned", True, False)

    @pytest.mark.parametrize("reason", ["", "they want it after all"])
    async def test_wants_a_reason_and_closes(self, workplace: Workplace, reason: str) -> None:
        entry_id = await workplace.pay()
        await workplace.happens(
            record_refund_paid, entry_id=entry_id, amount=Money(40_000, "RUB"), paid_on=DAY, reference="8"
        )
        await workplace.open(paths.deal(DEAL), DealState.load)
        [document] = await workplace.shows(DealState, "documents")
        assert (document.state, document.can_ask_again) == ("returned", True)
        await workplace.tab.fire(_name(AskingAgain.open_dialog), invoice_id=workplace.invoice_id)
        await workplace.tab.fire(_name(AskingAgain.ask), answers={"reason": reason})
        status = workplace.services.runner.run_sync(OWNER, get_document, document_id=workplace.invoice_id).status
        assert (await workplace.shows(AskingAgain, "invoice_id"), status) == (
            ("", DocumentStatus.PUBLISHED) if reason else (workplace.invoice_id, DocumentStatus.PAID)
        )

    async def test_hands_over_from_the_deals_documents(self, workplace: Workplace) -> None:
        await workplace.pay()
        await workplace.open(paths.deal(DEAL), DealState.load)
        await workplace.tab.fire(_name(DocumentsState.hand_over), document_id=workplace.invoice_id)
        await workplace.tab.fire(_name(DealState.catch_up))
        [document] = await workplace.shows(DealState, "documents")
        assert (document.handed_over, document.can_hand_over) == (True, False)


class TestStatements:
    async def test_are_shown_anew_when_money_was_booked(self, workplace: Workplace) -> None:
        await workplace.open(paths.STATEMENTS, StatementsState.open)
        fired: list[str] = []
        fire = workplace.tab.fire

        async def note(name: str, /, **payload: Any) -> list[tuple[str, Any]]:
            fired.append(name)
            return await fire(name, **payload)

        workplace.tab.fire = note  # pyright: ignore[reportAttributeAccessIssue]
        await workplace.pay()
        assert set(fired) == {f"{StatementsState.get_full_name()}.catch_up"}
