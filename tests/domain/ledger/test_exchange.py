"""Money in another currency than the invoice's, and the difference that the rate makes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.balances import balances, unallocated
from studio_app.domain.ledger.booking import available, get_entry
from studio_app.domain.ledger.excess import move_excess, release_excess
from studio_app.domain.ledger.exchange import exchange, record_exchanged_transfer
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import (
    NotReversible,
    allocate,
    record_receipt,
    reverse_entry,
    write_off,
)
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.notifications.models import Notification
from studio_app.domain.payments.client.payments_made import payments_made
from studio_app.domain.payments.entries import BookFilter, book_entry, book_page, invoice_balance
from studio_app.domain.payments.refunds import record_refund_paid, refundable
from studio_app.domain.work import Work
from tests.histories import examples
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)
MANAGER = Actor(kind=ActorKind.STAFF, id="manager", role="manager")


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


@pytest.fixture
def invoice_id(work: Work) -> str:
    """An issued invoice over 1 000 euro."""
    make_studio(work)
    return issued_invoice(work, currency="EUR")


def arrived(
    work: Work, invoice_id: str, *, worth: int, closes: bool = False, received: int = 9_000_000, reference: str = "15"
) -> str:
    return record_exchanged_transfer(
        work,
        invoice_id=invoice_id,
        received=rub(received),
        worth=eur(worth),
        received_on=TODAY,
        reference=reference,
        closes=closes,
    )


def entries(work: Work) -> list[tuple[EntryKind, int, str]]:
    rows = work.session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))
    return [(row.kind, row.amount, row.currency) for row in rows]


def payment_of(work: Work) -> LedgerEntry:
    return work.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()


def status_of(work: Work, invoice_id: str) -> DocumentStatus:
    return get_document(work, invoice_id).status


class TestExchange:
    def test_keeps_what_came_and_counts_what_it_is_worth(self, work: Work, invoice_id: str) -> None:
        arrived(work, invoice_id, worth=60_000)
        assert entries(work) == [
            (EntryKind.PAYMENT, 9_000_000, "RUB"),
            (EntryKind.EXCHANGE, -9_000_000, "RUB"),
            (EntryKind.EXCHANGE, 60_000, "EUR"),
        ]
        assert (get_invoice(work, invoice_id).paid_amount, unallocated(work)) == (60_000, {})
        assert status_of(work, invoice_id) is DocumentStatus.PUBLISHED

    @pytest.mark.parametrize(("worth", "difference"), [(98_500, 1_500), (101_000, -1_000)])
    def test_closes_an_invoice_with_the_difference_as_an_entry_of_its_own(
        self, work: Work, invoice_id: str, worth: int, difference: int
    ) -> None:
        counted = arrived(work, invoice_id, worth=worth, closes=True)
        made = work.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.EXCHANGE_DIFFERENCE)).one()
        assert (made.amount, made.currency, made.about_id) == (difference, "EUR", counted)
        (balance,) = [one for one in balances(work, client_id="client-deal") if one.due.currency == "EUR"]
        assert (status_of(work, invoice_id), balance.due) == (DocumentStatus.PAID, eur(0))
        part = work.session.exec(select(EntryAllocation).where(EntryAllocation.entry_id == made.id)).one()
        assert not part.is_money
        assert (balance.came, balance.written) == (eur(worth), eur(difference))
        stands = invoice_balance(work, invoice_id=invoice_id)
        assert (stands.came, stands.written, stands.due) == (eur(worth), eur(difference), eur(0))

    def test_leads_from_either_side_to_the_invoice(self, work: Work, invoice_id: str) -> None:
        arrived(work, invoice_id, worth=60_000)
        for row in book_page(work).rows:
            if row.kind is EntryKind.EXCHANGE:
                part = row.parts[0] if row.parts else row.about
                assert part is not None
                assert part.invoice_id == invoice_id
                assert (row.deal_id, row.turned) == ("deal", rub(9_000_000) if row.parts else eur(60_000))

    def test_is_a_payment_like_any_other_to_the_client(self, work: Work, invoice_id: str) -> None:
        counted = arrived(work, invoice_id, worth=60_000)
        (made,) = payments_made(work, invoice_id=invoice_id)
        assert (made.entry_id, made.amount, made.reference) == (counted, eur(60_000), "15")
        assert len(work.session.exec(select(Notification).where(Notification.rule == "payment_received")).all()) == 1

    def test_leaves_nothing_to_allocate_or_refund(self, work: Work, invoice_id: str) -> None:
        arrived(work, invoice_id, worth=60_000)
        payment = payment_of(work)
        assert (available(work, payment), refundable(work, payment)) == (rub(0), rub(0))
        assert book_page(work, only=BookFilter.FREE).rows == ()

    def test_refuses_what_makes_no_sense(self, work: Work, invoice_id: str) -> None:
        entry_id = record_receipt(
            work,
            amount=rub(10),
            received_on=TODAY,
            reference="1",
            cause=Cause(CauseKind.STATEMENT, "bank", "line-1"),
        )
        for worth in (eur(0), rub(10), eur(100_001)):
            with pytest.raises(Invalid):
                exchange(work, entry_id=entry_id, invoice_id=invoice_id, worth=worth)
        exchange(work, entry_id=entry_id, invoice_id=invoice_id, worth=eur(10))
        with pytest.raises(Invalid):
            exchange(work, entry_id=entry_id, invoice_id=invoice_id, worth=eur(10))

    def test_lets_only_an_owner_close_with_a_difference(self, work: Work, invoice_id: str) -> None:
        with pytest.raises(Forbidden):
            arrived(replace(work, actor=MANAGER), invoice_id, worth=60_000, closes=True)

    def test_is_taken_back_whole_from_either_side(self, work: Work, invoice_id: str) -> None:
        for reference in ("15", "16"):
            counted = arrived(work, invoice_id, worth=98_500, closes=True, reference=reference)
            side = counted if reference == "15" else str(get_entry(work, counted).about_id)
            assert book_entry(work, entry_id=side).can_reverse
            reverse_entry(work, entry_id=side, reason="the wrong rate")
            assert (status_of(work, invoice_id), get_invoice(work, invoice_id).paid_amount) == (
                DocumentStatus.PUBLISHED,
                0,
            )
            assert not book_entry(work, entry_id=side).can_reverse
            with pytest.raises(NotReversible):
                reverse_entry(work, entry_id=counted, reason="again")
        assert unallocated(work) == {"RUB": 18_000_000}

    def test_can_be_made_anew_at_another_rate(self, work: Work, invoice_id: str) -> None:
        reverse_entry(work, entry_id=arrived(work, invoice_id, worth=60_000), reason="the wrong rate")
        assert [row.id for row in book_page(work, only=BookFilter.FREE).rows] == [payment_of(work).id]
        exchange(work, entry_id=payment_of(work).id, invoice_id=invoice_id, worth=eur(61_000))
        assert get_invoice(work, invoice_id).paid_amount == 61_000
        with pytest.raises(NotReversible):
            reverse_entry(work, entry_id=payment_of(work).id, reason="not ours")


class TestExcessOfExchangedMoney:
    def test_of_a_void_invoice_is_free_for_another_one(self, work: Work, invoice_id: str) -> None:
        counted = arrived(work, invoice_id, worth=60_000)
        get_document(work, invoice_id).status = DocumentStatus.VOID
        assert release_excess(work, invoice_id=invoice_id) == eur(60_000)
        entry = get_entry(work, counted)
        assert (get_invoice(work, invoice_id).paid_amount, available(work, entry)) == (0, eur(60_000))
        assert [(row.id, row.free) for row in book_page(work, only=BookFilter.FREE).rows] == [(counted, eur(60_000))]
        assert unallocated(work, client_id="client-deal") == {"EUR": 60_000}
        other = issued_invoice(work, deal_id="deal2", currency="EUR")
        allocate(work, entry_id=counted, allocations=[Allocation(other, eur(60_000))])
        assert (get_invoice(work, other).paid_amount, unallocated(work)) == (60_000, {})
        (made,) = payments_made(work, invoice_id=other)
        assert (made.entry_id, made.amount) == (counted, eur(60_000))

    def test_goes_after_newer_money_of_the_invoices_own_currency(self, work: Work, invoice_id: str) -> None:
        counted = arrived(work, invoice_id, worth=60_000)
        plain = came(work, invoice_id, 70_000)
        assert release_excess(work, invoice_id=invoice_id) == eur(30_000)
        assert available(work, get_entry(work, plain)) == eur(30_000)
        get_document(work, invoice_id).status = DocumentStatus.VOID
        release_excess(work, invoice_id=invoice_id)
        left = {row.id: row.free for row in book_page(work, only=BookFilter.FREE).rows}
        assert left == {counted: eur(60_000), plain: eur(70_000)}

    @pytest.mark.parametrize(("worth", "free"), [(98_500, 98_500), (101_000, 100_000)])
    def test_frees_money_and_takes_back_a_difference_that_was_none(
        self, work: Work, invoice_id: str, worth: int, free: int
    ) -> None:
        counted = arrived(work, invoice_id, worth=worth, closes=True)
        get_document(work, invoice_id).status = DocumentStatus.VOID
        assert release_excess(work, invoice_id=invoice_id) == eur(free)
        assert (get_invoice(work, invoice_id).paid_amount, unallocated(work)) == (0, {"EUR": free})
        assert available(work, get_entry(work, counted)) == eur(free)
        with pytest.raises(Invalid):
            release_excess(work, invoice_id=invoice_id)

    def test_takes_a_write_off_back_that_nothing_is_left_to_carry(self, work: Work, invoice_id: str) -> None:
        came(work, invoice_id, 95_000)
        write_off(work, invoice_id=invoice_id, reason="a rounding")
        get_document(work, invoice_id).status = DocumentStatus.VOID
        assert release_excess(work, invoice_id=invoice_id) == eur(95_000)
        assert (get_invoice(work, invoice_id).paid_amount, unallocated(work)) == (0, {"EUR": 95_000})

    def test_can_be_moved_in_one_step(self, work: Work, invoice_id: str) -> None:
        arrived(work, invoice_id, worth=60_000)
        other = issued_invoice(work, deal_id="deal2", currency="EUR")
        get_document(work, invoice_id).status = DocumentStatus.VOID
        move_excess(work, invoice_id=invoice_id, to_invoice_id=other, amount=eur(40_000))
        assert (get_invoice(work, other).paid_amount, unallocated(work)) == (40_000, {"EUR": 20_000})

    def test_goes_back_with_its_exchange_wherever_it_counts(self, work: Work, invoice_id: str) -> None:
        counted = arrived(work, invoice_id, worth=60_000)
        other = issued_invoice(work, deal_id="deal2", currency="EUR")
        get_document(work, invoice_id).status = DocumentStatus.VOID
        move_excess(work, invoice_id=invoice_id, to_invoice_id=other, amount=eur(40_000))
        reverse_entry(work, entry_id=counted, reason="the wrong rate")
        assert (get_invoice(work, other).paid_amount, unallocated(work)) == (0, {"RUB": 9_000_000})

    def test_can_be_exchanged_anew_for_an_invoice_in_a_third_currency(self, work: Work, invoice_id: str) -> None:
        counted = arrived(work, invoice_id, worth=60_000)
        get_document(work, invoice_id).status = DocumentStatus.VOID
        release_excess(work, invoice_id=invoice_id)
        other = issued_invoice(work, deal_id="deal2", currency="USD")
        exchange(work, entry_id=counted, invoice_id=other, worth=Money(66_000, "USD"))
        assert (get_invoice(work, other).paid_amount, unallocated(work)) == (66_000, {})
        assert book_page(work, only=BookFilter.FREE).rows == ()
        with pytest.raises(NotReversible):  # the newer exchange hangs on it
            reverse_entry(work, entry_id=counted, reason="the wrong rate")


class TestNotAllocated:
    def test_lists_no_money_that_went_back(self, work: Work, invoice_id: str) -> None:
        entry_id = came(work, invoice_id, 100)
        release_all(work, invoice_id)
        assert [row.id for row in book_page(work, only=BookFilter.FREE).rows] == [entry_id]
        refund = record_refund_paid(work, entry_id=entry_id, amount=eur(100), paid_on=TODAY, reference="7")
        assert book_page(work, only=BookFilter.FREE).rows == ()
        reverse_entry(work, entry_id=refund, reason="never left the bank")
        assert [row.id for row in book_page(work, only=BookFilter.FREE).rows] == [entry_id]


def came(work: Work, invoice_id: str, amount: int) -> str:
    """A transfer in the invoice's own currency."""
    return record_receipt(
        work,
        amount=eur(amount),
        received_on=TODAY,
        reference="20",
        cause=Cause(CauseKind.STATEMENT, "bank", "line-20"),
        allocations=[Allocation(invoice_id, eur(amount))],
    )


def release_all(work: Work, invoice_id: str) -> None:
    get_document(work, invoice_id).status = DocumentStatus.VOID
    release_excess(work, invoice_id=invoice_id)


STEP = st.tuples(st.sampled_from(["arrive", "close", "undo"]), st.integers(1, 60_000), st.integers(1, 10_000_000))


class TestHistories:
    @settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=st.lists(STEP, max_size=8))
    def test_of_exchanges_stay_explained(self, work: Work, steps: list[tuple[str, int, int]]) -> None:
        saved = work.session.begin_nested()
        make_studio(work)
        invoice_id = issued_invoice(work, currency="EUR")
        came, standing = 0, list[str]()
        for number, (what, worth, received) in enumerate(steps):
            due = 100_000 - get_invoice(work, invoice_id).paid_amount
            if what == "undo":
                if standing:
                    reverse_entry(work, entry_id=standing.pop(worth % len(standing)), reason="drill")
            elif due > 0 and (what == "close" or worth <= due):
                closes = what == "close"
                standing.append(
                    arrived(work, invoice_id, worth=worth, closes=closes, received=received, reference=str(number))
                )
                came += received
            _explained(work, invoice_id, came)
        saved.rollback()


def _explained(work: Work, invoice_id: str, came: int) -> None:
    """What came is in the books as it came, each currency adds up, and the invoice is paid exactly when covered."""
    rows = entries(work)
    assert sum(amount for kind, amount, _ in rows if kind is EntryKind.PAYMENT) == came
    free = sum(amount for _, amount, currency in rows if currency == "RUB")
    assert unallocated(work) == ({"RUB": free} if free else {})
    paid = get_invoice(work, invoice_id).paid_amount
    assert paid == sum(amount for _, amount, currency in rows if currency == "EUR")
    assert (status_of(work, invoice_id) is DocumentStatus.PAID) == (paid >= 100_000)


class TestARefundTakenBack:
    def test_leaves_the_money_to_be_given_again(self, work: Work) -> None:
        make_studio(work)
        entry_id = record_receipt(
            work,
            amount=rub(100),
            received_on=TODAY,
            reference="15",
            cause=Cause(CauseKind.STATEMENT, "bank", "line-1"),
            allocations=[Allocation(issued_invoice(work), rub(60))],
        )
        payment = get_entry(work, entry_id)
        refund = record_refund_paid(work, entry_id=payment.id, amount=rub(100), paid_on=TODAY, reference="7")
        reverse_entry(work, entry_id=refund, reason="never left the bank")
        assert (refundable(work, payment), available(work, payment)) == (rub(100), rub(40))
        record_refund_paid(work, entry_id=payment.id, amount=rub(100), paid_on=TODAY, reference="8")
        assert refundable(work, payment) == rub(0)
