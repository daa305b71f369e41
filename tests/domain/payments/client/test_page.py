"""What a client is told about paying: the state, the reason of a decline, the payments, the plan, the receipt."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.excess import release_excess
from studio_app.domain.ledger.receipts import reverse_entry, write_off
from studio_app.domain.payments.attempts import fail_attempt, record_checkout, start_attempt
from studio_app.domain.payments.client.facts import FailedTry, PayFacts, PaymentReceipt, PlanPart, PlanState
from studio_app.domain.payments.client.page import pay_facts
from studio_app.domain.payments.client.receipt import payment_receipt
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.payments.schemas import PayState
from studio_app.domain.work import Work
from tests.agreeing import sign_contract
from tests.selling import DEAL, issued_invoice, make_deal, make_studio

PRICE = 1_000_000


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


@pytest.fixture
def sales(work: Work) -> Work:
    make_studio(work)
    return work


@pytest.fixture
def invoice_id(sales: Work) -> str:
    return issued_invoice(sales, amount=PRICE)


def transfer(work: Work, invoice_id: str, amount: int, reference: str = "1") -> str:
    return record_bank_transfer(
        work,
        invoice_id=invoice_id,
        amount=rub(amount),
        received_on=work.now().date(),
        reference=reference,
        excess_seen=rub(max(0, amount - PRICE)),
    )


def facts(work: Work, invoice_id: str) -> PayFacts:
    work.session.flush()
    return pay_facts(work, document_id=invoice_id)


def receipt(work: Work, invoice_id: str, entry_id: str) -> PaymentReceipt:
    work.session.flush()
    token = link_token(work, get_document(work, invoice_id))
    return payment_receipt(work, token=token, entry_id=entry_id)


def statements(work: Work, invoice_id: str) -> int:
    work.session.flush()
    seen: list[str] = []
    connection = work.session.connection()

    def count(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(connection, "before_cursor_execute", count)
    try:
        pay_facts(work, document_id=invoice_id)
    finally:
        event.remove(connection, "before_cursor_execute", count)
    return len(seen)


class TestPayFacts:
    def test_wait_with_the_whole_sum_and_no_plan(self, sales: Work, invoice_id: str) -> None:
        told = facts(sales, invoice_id)
        assert (told.state, told.due, told.payments, told.plan) == (PayState.WAITING, rub(PRICE), (), None)
        assert not told.overdue

    def test_tell_what_is_left_after_a_part(self, sales: Work, invoice_id: str) -> None:
        transfer(sales, invoice_id, 300_000)
        told = facts(sales, invoice_id)
        assert (told.state, told.due) == (PayState.PARTLY, rub(700_000))
        assert [made.amount for made in told.payments] == [rub(300_000)]

    def test_are_paid_when_the_ledger_covers_it_and_not_before(self, sales: Work, invoice_id: str) -> None:
        transfer(sales, invoice_id, PRICE - 1)
        assert facts(sales, invoice_id).state is PayState.PARTLY
        transfer(sales, invoice_id, 1, "2")
        assert facts(sales, invoice_id).state is PayState.PAID

    def test_tell_of_too_much(self, sales: Work, invoice_id: str) -> None:
        transfer(sales, invoice_id, PRICE + 500)
        assert facts(sales, invoice_id).over == rub(500)

    def test_tell_what_went_back(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE)
        record_refund_paid(sales, entry_id=entry_id, amount=rub(400_000), paid_on=sales.now().date(), reference="back")
        told = facts(sales, invoice_id)
        assert [(made.amount, made.back) for made in told.payments] == [(rub(PRICE), rub(400_000))]
        assert (told.state, told.due, told.back, told.reads) == (PayState.PAID, rub(0), rub(400_000), "returned")

    def test_forget_what_was_recorded_by_mistake(self, sales: Work, invoice_id: str) -> None:
        reverse_entry(sales, entry_id=transfer(sales, invoice_id, PRICE), reason="wrong client")
        assert facts(sales, invoice_id).payments == ()

    def test_show_no_write_off_as_a_payment(self, sales: Work, invoice_id: str) -> None:
        transfer(sales, invoice_id, PRICE - 10)
        write_off(sales, invoice_id=invoice_id, reason="rounding")
        told = facts(sales, invoice_id)
        assert (told.state, len(told.payments)) == (PayState.PAID, 1)

    def test_know_when_the_last_day_is_over(self, sales: Work, invoice_id: str, clock: FixedClock) -> None:
        clock.advance(timedelta(days=40))
        assert facts(sales, invoice_id).overdue

    def test_paying_has_begun_until_its_end_is_known(self, sales: Work, invoice_id: str) -> None:
        assert not facts(sales, invoice_id).begun
        token = link_token(sales, get_document(sales, invoice_id))
        attempt = start_attempt(sales, token=token, provider="demo")
        assert facts(sales, invoice_id).begun  # nothing tells an open page when the provider has answered
        record_checkout(sales, attempt_id=attempt.id, ref="r", redirect_url="https://pay.example/r")
        assert facts(sales, invoice_id).begun
        transfer(sales, invoice_id, PRICE)
        assert not facts(sales, invoice_id).begun

    def test_ask_the_database_once_for_a_plain_invoice(self, sales: Work, invoice_id: str) -> None:
        assert statements(sales, invoice_id) == 1
        transfer(sales, invoice_id, 1)
        assert statements(sales, invoice_id) == 2


class TestPlan:
    @pytest.fixture
    def deposit(self, sales: Work) -> str:
        sign_contract(sales, make_deal(sales), deposit=30)
        drafted = sales.session.exec(select(Invoice.document_id)).one()
        return issue_invoice(sales, document_id=drafted).document_id

    def test_shows_the_deposit_and_what_comes_after_acceptance(self, sales: Work, deposit: str) -> None:
        plan = facts(sales, deposit).plan
        assert plan is not None
        first, rest = plan.rows
        assert (first.part, first.state, first.current) == (PlanPart.DEPOSIT, PlanState.OPEN, True)
        assert (rest.part, rest.state, rest.number) == (PlanPart.REST, PlanState.LATER, "")
        assert rest.days is not None
        assert first.amount + rest.amount == plan.price
        assert plan.due == plan.price

    def test_follows_both_invoices(self, sales: Work, deposit: str) -> None:
        rest_id = issue_invoice(sales, document_id=create_invoice(sales, deal_id=DEAL).document_id).document_id
        plan = facts(sales, deposit).plan
        assert plan is not None
        transfer(sales, deposit, plan.rows[0].amount.amount)
        plan = facts(sales, rest_id).plan
        assert plan is not None
        assert [(row.part, row.state, row.current) for row in plan.rows] == [
            (PlanPart.DEPOSIT, PlanState.PAID, False),
            (PlanPart.REST, PlanState.OPEN, True),
        ]
        assert plan.due == plan.rows[1].amount

    def test_leaves_void_invoices_and_drafts_out(self, sales: Work, deposit: str) -> None:
        before = facts(sales, deposit).plan
        draft = create_invoice(sales, deal_id=DEAL).document_id
        assert facts(sales, deposit).plan == before
        issue_invoice(sales, document_id=draft)
        void_invoice(sales, document_id=draft, reason="mistake")
        assert facts(sales, deposit).plan == before

    def test_promises_nothing_that_no_contract_says(self, sales: Work) -> None:
        make_deal(sales, amount=PRICE)
        only = create_invoice(sales, deal_id=DEAL, share_percent=Decimal(50)).document_id
        issue_invoice(sales, document_id=only)
        assert facts(sales, only).plan is None


class TestPaymentReceipt:
    def test_says_what_came_in_and_what_is_left(self, sales: Work, invoice_id: str) -> None:
        told = receipt(sales, invoice_id, transfer(sales, invoice_id, 300_000, "77"))
        assert (told.payment.amount, told.due, told.payment.reference) == (rub(300_000), rub(700_000), "77")
        assert told.invoice.buyer.name
        assert told.is_fiscal_elsewhere

    def test_shows_a_refund(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE)
        record_refund_paid(sales, entry_id=entry_id, amount=rub(1_000), paid_on=sales.now().date(), reference="back")
        assert receipt(sales, invoice_id, entry_id).payment.back == rub(1_000)

    def test_forgets_a_refund_that_was_a_mistake(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE)
        back = record_refund_paid(
            sales, entry_id=entry_id, amount=rub(1_000), paid_on=sales.now().date(), reference="back"
        )
        reverse_entry(sales, entry_id=back, reason="not sent")
        assert receipt(sales, invoice_id, entry_id).payment.returns == ()

    def test_says_when_the_payment_itself_was_a_mistake(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE)
        reverse_entry(sales, entry_id=entry_id, reason="wrong client")
        assert receipt(sales, invoice_id, entry_id).payment.cancelled_on == sales.now().date()

    def test_tells_the_part_that_counts_when_the_excess_was_set_free(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE + 500)
        release_excess(sales, invoice_id=invoice_id)
        paid = receipt(sales, invoice_id, entry_id).payment
        assert (paid.amount, paid.whole) == (rub(PRICE), rub(PRICE + 500))

    def test_is_not_found_behind_another_invoice(self, sales: Work, invoice_id: str) -> None:
        entry_id = transfer(sales, invoice_id, PRICE)
        other = issued_invoice(sales, deal_id="other", amount=PRICE)
        with pytest.raises(NotFound):
            receipt(sales, other, entry_id)


class TestFailure:
    def test_is_told_only_while_there_is_something_to_pay(self, sales: Work, invoice_id: str) -> None:
        token = link_token(sales, get_document(sales, invoice_id))
        view = start_attempt(sales, token=token, provider="demo")
        fail_attempt(sales, attempt_id=view.id, problem="insufficient_funds")
        assert facts(sales, invoice_id).failure == FailedTry("demo", "insufficient_funds")
        transfer(sales, invoice_id, PRICE)
        assert facts(sales, invoice_id).failure is None
