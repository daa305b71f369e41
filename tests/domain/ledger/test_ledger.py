"""The ledger: receipts, allocations, what sets money free, what takes entries back, and balances."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from studio_app.adapters.db.schema import metadata
from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.balances import balances, open_invoices, unallocated
from studio_app.domain.ledger.booking import available, get_entry
from studio_app.domain.ledger.excess import move_excess, release_excess
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.models import APPEND_ONLY
from studio_app.domain.ledger.receipts import (
    NotReversible,
    ReceiptRecorded,
    allocate,
    record_receipt,
    reverse_entry,
    write_off,
)
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.ledger.schemas import Allocation, Balance, Cause
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work
from tests.postgres import binaries, cluster
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)
MANAGER = Actor(kind=ActorKind.STAFF, id="manager", role="manager")


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def stands(*amounts: int) -> Balance:
    return Balance(*map(rub, amounts))


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def line(number: str = "line-1") -> Cause:
    return Cause(CauseKind.STATEMENT, "bank", number)


def received(
    work: Work, amount: int, *parts: tuple[str, int], cause: Cause | None = None, client_id: str | None = None
) -> str:
    return record_receipt(
        work,
        amount=rub(amount),
        received_on=TODAY,
        reference="15",
        cause=cause or line(),
        allocations=[Allocation(invoice_id, rub(part)) for invoice_id, part in parts],
        client_id=client_id,
    )


def status_of(work: Work, invoice_id: str) -> DocumentStatus:
    return get_document(work, invoice_id).status


class TestRecordReceipt:
    def test_pays_several_invoices_at_once(self, work: Work) -> None:
        first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2", amount=50_000)
        received(work, 150_000, (first, 100_000), (second, 50_000))
        assert {status_of(work, first), status_of(work, second)} == {DocumentStatus.PAID}

    def test_tells_each_client_of_each_invoice(self, work: Work) -> None:
        first, second = issued_invoice(work), issued_invoice(work, deal_id="deal2", amount=50_000)
        received(work, 150_000, (first, 100_000), (second, 50_000))
        told = work.session.exec(select(Notification.document_id).where(Notification.rule == "payment_received")).all()
        assert sorted(filter(None, told)) == sorted([first, second])

    def test_rest_stays_on_the_client(self, work: Work) -> None:
        entry_id = received(work, 150_000, (issued_invoice(work), 100_000))
        assert available(work, get_entry(work, entry_id)) == rub(50_000)
        assert unallocated(work, client_id="client-deal") == {"RUB": 50_000}

    def test_takes_money_of_an_unknown_payer(self, work: Work) -> None:
        entry = get_entry(work, received(work, 150_000))
        assert (entry.client_id, available(work, entry)) == (None, rub(150_000))

    def test_books_a_cause_once(self, work: Work) -> None:
        received(work, 1)
        with pytest.raises(ReceiptRecorded):
            received(work, 1)

    def test_books_it_again_after_it_was_taken_back(self, work: Work) -> None:
        reverse_entry(work, entry_id=received(work, 1), reason="the wrong client")
        received(work, 1)
        assert unallocated(work) == {"RUB": 1}

    def test_refuses_more_than_came_in(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        with pytest.raises(Invalid):
            received(work, 10, (invoice_id, 11))

    def test_refuses_another_currency(self, work: Work) -> None:
        invoice_id = issued_invoice(work, currency="EUR")
        with pytest.raises(CurrencyMismatch):
            received(work, 10, (invoice_id, 10))

    def test_is_for_staff_only(self, work: Work) -> None:
        with pytest.raises(Forbidden):
            received(replace(work, actor=Actor(kind=ActorKind.CLIENT)), 10)


class TestAllocate:
    def test_uses_free_money(self, work: Work) -> None:
        entry_id = received(work, 150_000)
        invoice_id = issued_invoice(work)
        allocate(work, entry_id=entry_id, allocations=[Allocation(invoice_id, rub(100_000))])
        assert status_of(work, invoice_id) is DocumentStatus.PAID
        assert available(work, get_entry(work, entry_id)) == rub(50_000)

    @pytest.mark.parametrize(("came", "part"), [(50, 51), (200_000, 100_001), (50, 0), (50, -1)])
    def test_refuses_more_than_is_free_or_due(self, work: Work, came: int, part: int) -> None:
        entry_id, invoice_id = received(work, came), issued_invoice(work)
        with pytest.raises(Invalid):
            allocate(work, entry_id=entry_id, allocations=[Allocation(invoice_id, rub(part))])

    def test_refuses_what_was_taken_back(self, work: Work) -> None:
        entry_id, invoice_id = received(work, 100), issued_invoice(work)
        reverse_entry(work, entry_id=entry_id, reason="twice")
        with pytest.raises(Invalid):
            allocate(work, entry_id=entry_id, allocations=[Allocation(invoice_id, rub(100))])


class TestReleaseExcess:
    def test_sets_an_overpayment_free_for_another_invoice(self, work: Work) -> None:
        first = issued_invoice(work)
        entry_id = received(work, 130_000, (first, 130_000))
        assert release_excess(work, invoice_id=first) == rub(30_000)
        second = issued_invoice(work, deal_id="deal2", amount=30_000)
        allocate(work, entry_id=entry_id, allocations=[Allocation(second, rub(30_000))])
        assert (get_invoice(work, first).paid_amount, get_invoice(work, second).paid_amount) == (100_000, 30_000)
        assert {status_of(work, first), status_of(work, second)} == {DocumentStatus.PAID}

    def test_refuses_where_nothing_is_over(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        received(work, 100_000, (invoice_id, 100_000))
        with pytest.raises(Invalid):
            release_excess(work, invoice_id=invoice_id)


class TestMoveExcess:
    def moved(self, work: Work, came: int, amount: int, *, due: int = 50_000) -> tuple[str, str, str]:
        first = issued_invoice(work)
        entry_id = received(work, came, (first, came))
        second = issued_invoice(work, deal_id="deal2", amount=due)
        move_excess(work, invoice_id=first, to_invoice_id=second, amount=rub(amount))
        return entry_id, first, second

    def test_pays_another_invoice_and_leaves_the_first_paid(self, work: Work) -> None:
        _, first, second = self.moved(work, 150_000, 50_000)
        assert {status_of(work, first), status_of(work, second)} == {DocumentStatus.PAID}
        assert unallocated(work) == {}

    def test_leaves_what_it_does_not_move_free(self, work: Work) -> None:
        entry_id, first, second = self.moved(work, 150_000, 20_000)
        assert (get_invoice(work, first).paid_amount, get_invoice(work, second).paid_amount) == (100_000, 20_000)
        assert available(work, get_entry(work, entry_id)) == rub(30_000)

    @pytest.mark.parametrize(("came", "amount", "due"), [(110_000, 10_001, 50_000), (150_000, 50_000, 49_999)])
    def test_refuses_more_than_is_over_or_due(self, work: Work, came: int, amount: int, due: int) -> None:
        with pytest.raises(Invalid):
            self.moved(work, came, amount, due=due)

    def test_refuses_where_nothing_is_over(self, work: Work) -> None:
        with pytest.raises(Invalid):
            self.moved(work, 100_000, 1)


class TestReverseEntry:
    def test_reopens_what_it_had_paid(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        reverse_entry(work, entry_id=received(work, 150_000, (invoice_id, 100_000)), reason="another client's")
        assert status_of(work, invoice_id) is DocumentStatus.PUBLISHED
        assert (get_invoice(work, invoice_id).paid_amount, unallocated(work)) == (0, {})

    def test_happens_once(self, work: Work) -> None:
        entry_id = received(work, 10)
        correction = reverse_entry(work, entry_id=entry_id, reason="twice")
        for again in (entry_id, correction):
            with pytest.raises(NotReversible):
                reverse_entry(work, entry_id=again, reason="twice")

    def test_wants_a_reason(self, work: Work) -> None:
        with pytest.raises(Invalid):
            reverse_entry(work, entry_id=received(work, 10), reason="  ")


class TestWriteOff:
    def test_closes_an_invoice_without_money(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        received(work, 99_950, (invoice_id, 99_950))
        entry = get_entry(work, write_off(work, invoice_id=invoice_id, reason="the bank's rounding"))
        assert (entry.kind, entry.amount) == (EntryKind.WRITE_OFF, 50)
        assert status_of(work, invoice_id) is DocumentStatus.PAID

    def test_is_for_the_owner(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        with pytest.raises(Forbidden):
            write_off(replace(work, actor=MANAGER), invoice_id=invoice_id, reason="kind")

    def test_refuses_a_paid_invoice(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        received(work, 100_000, (invoice_id, 100_000))
        with pytest.raises(NotPayable):
            write_off(work, invoice_id=invoice_id, reason="kind")


class TestBalances:
    def test_of_deal_client_entity_and_all(self, work: Work) -> None:
        first = issued_invoice(work)
        issued_invoice(work, deal_id="deal2", amount=50_000)
        received(work, 70_000, (first, 60_000))
        received(work, 5, cause=line("unknown"))
        assert balances(work, deal_id="deal") == (stands(100_000, 60_000, 0, 0, 0),)
        assert balances(work, client_id="client-deal") == (stands(100_000, 60_000, 10_000, 0, 0),)
        assert balances(work, legal_entity_id="entity") == (stands(150_000, 60_000, 10_000, 0, 0),)
        assert balances(work) == (stands(150_000, 60_000, 10_005, 0, 0),)
        assert balances(work, client_id="client-deal")[0].due == rub(40_000)


class TestOpenInvoices:
    def test_tells_what_a_statement_may_know(self, work: Work) -> None:
        invoice_id, paid = issued_invoice(work), issued_invoice(work, deal_id="deal2")
        received(work, 130_000, (invoice_id, 30_000), (paid, 100_000))
        (found,) = open_invoices(work)
        assert (found.id, found.client_inn, found.due, found.total) == (
            invoice_id,
            "7736050003",
            rub(70_000),
            rub(100_000),
        )
        assert (found.client_id, found.entity_id, found.issued_on) == ("client-deal", "entity", TODAY)


def refusals(engine: Engine, fill: Callable[[Session], None]) -> list[str]:
    """The words in which the database refuses to touch what is booked."""
    with Session(engine) as session:
        fill(session)
        session.commit()
    attempts = [
        f"{verb} {table}{rest}"
        for table in APPEND_ONLY
        for verb, rest in (("DELETE FROM", ""), ("UPDATE", " SET amount = 1"))
    ]
    attempts.append(
        "INSERT INTO entry_allocation SELECT 'more', entry_id, invoice_id, deal_id, 1, currency, received_at, "
        "is_money, allocated_at, '' FROM entry_allocation"
    )
    words: list[str] = []
    for attempt in attempts:
        with engine.connect() as connection:
            try:
                connection.execute(text(attempt))
            except DBAPIError as refused:
                words.append(str(refused.orig))
    return words


class TestTheDatabase:
    @pytest.mark.sqlite
    def test_refuses_changes_and_deletions(self, work: Work) -> None:
        received(work, 10, (issued_invoice(work), 10))
        work.session.commit()
        engine = work.session.get_bind()
        assert isinstance(engine, Engine)
        words = refusals(engine, lambda _: None)
        assert len(words) == 5
        assert sum("append-only" in word for word in words) == 4
        assert "beyond" in words[-1]

    @pytest.mark.service
    @pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed")
    def test_refuses_them_on_postgresql(self, work: Work) -> None:
        def fill(session: Session) -> None:
            there = replace(work, session=session)
            make_studio(there)
            received(there, 10, (issued_invoice(there), 10))

        with cluster() as url:
            engine = create_engine(url)
            metadata.create_all(engine)
            words = refusals(engine, fill)
            engine.dispose()
        assert sum("append-only" in word for word in words) == 4
        assert "beyond" in words[-1]
