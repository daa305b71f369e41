"""A typed payment above what is due is booked only by somebody who has seen by how much."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.owed import gone_back, owed
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.receipts import ExcessUnconfirmed, ReceiptRecorded, record_receipt
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def typed(work: Work, invoice_id: str, amount: int, seen: int | None = None, reference: str = "1") -> str:
    return record_bank_transfer(
        work,
        invoice_id=invoice_id,
        amount=rub(amount),
        received_on=TODAY,
        reference=reference,
        excess_seen=None if seen is None else rub(seen),
    )


def paid(work: Work, invoice_id: str) -> int:
    return get_invoice(work, invoice_id).paid_amount


class TestRecordBankTransfer:
    def test_asks_about_what_is_over_and_books_nothing(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        with pytest.raises(ExcessUnconfirmed) as asked:
            typed(work, invoice_id, 100_050)
        assert (asked.value.excess, paid(work, invoice_id)) == (rub(50), 0)

    def test_books_what_was_seen(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        typed(work, invoice_id, 100_050, seen=50)
        assert paid(work, invoice_id) == 100_050

    @pytest.mark.parametrize("amount", [1, 99_999, 100_000])
    def test_asks_nothing_up_to_what_is_due(self, work: Work, amount: int) -> None:
        typed(work, issued_invoice(work), amount)

    def test_asks_both_who_type_the_same_payment(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        typed(work, invoice_id, 100_000, reference="1")
        with pytest.raises(ExcessUnconfirmed) as asked:
            typed(work, invoice_id, 100_000, reference="one")
        assert asked.value.excess == rub(100_000)

    def test_asks_anew_when_the_excess_has_grown(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        typed(work, invoice_id, 40_000, reference="1")
        with pytest.raises(ExcessUnconfirmed) as asked:
            typed(work, invoice_id, 100_050, seen=50, reference="2")
        assert asked.value.excess == rub(40_050)

    def test_says_first_that_it_is_recorded_already(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        typed(work, invoice_id, 100_000)
        with pytest.raises(ReceiptRecorded):
            typed(work, invoice_id, 100_000)


class TestBankLine:
    def test_is_booked_as_it_is(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        record_receipt(
            work,
            amount=rub(130_000),
            received_on=TODAY,
            reference="1",
            cause=Cause(CauseKind.STATEMENT, "bank", "line-1"),
            allocations=[Allocation(invoice_id, rub(130_000))],
        )
        assert paid(work, invoice_id) == 130_000


class TestOwed:
    @given(total=st.integers(1, 10**12), paid=st.integers(-(10**12), 10**12))
    def test_of_a_paid_one_is_never_a_debt_and_loses_nothing(self, total: int, paid: int) -> None:
        owes, back = (one(DocumentStatus.PAID, total, paid) for one in (owed, gone_back))
        assert owes <= 0 <= back
        assert owes + back == total - paid

    @given(total=st.integers(1, 10**12), paid=st.integers(-(10**12), 10**12))
    def test_of_others_is_what_they_say_and_of_a_void_one_nothing(self, total: int, paid: int) -> None:
        assert owed(DocumentStatus.PUBLISHED, total, paid) == total - paid
        assert owed(DocumentStatus.VOID, total, paid) == -paid
        assert gone_back(DocumentStatus.PUBLISHED, total, paid) == 0
