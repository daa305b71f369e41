"""How a deal, a client and each legal entity stand, and whose money is a test's."""

from datetime import date

import pytest

from studio_app.core.money import Money
from studio_app.domain.ledger.booking import book
from studio_app.domain.ledger.entity_balances import currency_balances, entity_balances, with_test_money
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.receipts import record_receipt
from studio_app.domain.ledger.schemas import Allocation, Balance, Cause
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio


def stands(*amounts: int) -> Balance:
    return Balance(*map(rub, amounts))


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


@pytest.fixture
def invoices(work: Work) -> tuple[str, str]:
    """Two clients: 600 of 1 000 roubles by transfer and 200 free; 500 of 500 through a demo."""
    make_studio(work)
    first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2", amount=50_000)
    record_receipt(
        work,
        amount=rub(80_000),
        received_on=date(2026, 11, 23),
        reference="15",
        cause=Cause(CauseKind.STATEMENT, "bank", "line-1"),
        allocations=[Allocation(first, rub(60_000))],
    )
    payment = NewEntry(
        EntryKind.PAYMENT,
        rub(50_000),
        received_at=work.now(),
        cause=Cause(CauseKind.PROVIDER, "demo", "pay-1"),
        allocations=(Allocation(second, rub(50_000)),),
        client_id="client-deal2",
        legal_entity_id="entity",
        live_mode=False,
    )
    book(work, payment)
    return first, second


@pytest.mark.usefixtures("invoices")
class TestStanding:
    def test_of_a_deal_has_only_its_invoices_money(self, work: Work) -> None:
        found = currency_balances(work, deal_id="deal")
        assert (found.balances, found.has_test_money) == (
            (stands(100_000, 60_000, 0, 0, 0),),
            False,
        )

    def test_of_a_client_has_free_money_too(self, work: Work) -> None:
        found = currency_balances(work, client_id="client-deal")
        assert (found.balances, found.has_test_money) == (
            (stands(100_000, 60_000, 20_000, 0, 0),),
            False,
        )

    def test_tells_of_test_money(self, work: Work) -> None:
        assert currency_balances(work, deal_id="deal2").has_test_money
        assert currency_balances(work, client_id="client-deal2").has_test_money

    def test_of_nobody_is_empty(self, work: Work) -> None:
        assert currency_balances(work, client_id="nobody").balances == ()


class TestWithTestMoney:
    def test_names_the_invoices_that_have_some(self, work: Work, invoices: tuple[str, str]) -> None:
        assert with_test_money(work, invoice_ids=invoices) == {invoices[1]}
        assert with_test_money(work, invoice_ids=()) == frozenset()


@pytest.mark.usefixtures("invoices")
class TestEntityStandings:
    def test_adds_up_over_all_clients(self, work: Work) -> None:
        (row,) = entity_balances(work)
        assert (row.name, row.balance) == (
            "ООО «Студия»",
            stands(150_000, 110_000, 20_000, 0, 0),
        )
