"""Attempts, the reducer, the ledger and bank transfers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token, replace_link
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import ReceiptRecorded
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.payments.attempts import (
    CheckoutOpen,
    PaymentOnItsWay,
    get_attempt,
    record_checkout,
    start_attempt,
)
from studio_app.domain.payments.kinds import AttemptStatus
from studio_app.domain.payments.models import ProviderEvent
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteEntry, RemoteState, RemoteStatus
from studio_app.domain.payments.providers.inbox import store_events, waiting_events
from studio_app.domain.payments.providers.schemas import Arrival
from studio_app.domain.payments.queries import pay_status
from studio_app.domain.payments.schemas import AttemptView, PayState
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.booked import booked
from tests.conftest import NOON
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)
STAFF = Actor(kind=ActorKind.STAFF, id="manager", role="manager")


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def token_of(work: Work, invoice_id: str) -> str:
    return link_token(work, get_document(work, invoice_id))


def opened(work: Work, invoice_id: str) -> AttemptView:
    attempt = start_attempt(work, token=token_of(work, invoice_id), provider="demo")
    return record_checkout(work, attempt_id=attempt.id, ref=f"ref-{attempt.id}", redirect_url="https://pay.example/1")


def truth(
    attempt: AttemptView, status: RemoteStatus = RemoteStatus.PAID, *, entries: tuple[RemoteEntry, ...] | None = None
) -> RemoteState:
    if entries is None:
        paid = RemoteEntry(f"pay-{attempt.id}", EntryKind.PAYMENT, attempt.amount, NOON)
        entries = (paid,) if status is RemoteStatus.PAID else ()
    return RemoteState(f"ref-{attempt.id}", attempt.id, status, attempt.amount, live_mode=False, entries=entries)


def kinds(work: Work) -> list[str]:
    return list(work.session.exec(select(TimelineEvent.kind).order_by(col(TimelineEvent.id))))


class TestStartAttempt:
    def test_row_comes_before_the_provider(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        attempt = start_attempt(work, token=token_of(work, invoice_id), provider="demo")
        assert attempt.status is AttemptStatus.CREATING
        assert attempt.key == f"inv:{invoice_id}:r1:a1"
        assert not attempt.usable

    def test_second_tab_gets_the_stored_address(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        first = opened(work, invoice_id)
        second = start_attempt(work, token=token_of(work, invoice_id), provider="demo")
        assert (second.id, second.redirect_url, second.usable) == (first.id, "https://pay.example/1", True)

    def test_expired_one_is_reported_as_outdated(self, work: Work, clock: FixedClock) -> None:
        invoice_id = issued_invoice(work)
        opened(work, invoice_id)
        clock.advance(timedelta(days=1))
        assert start_attempt(work, token=token_of(work, invoice_id), provider="demo").outdated

    def test_a_new_attempt_has_its_own_key(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        apply_remote(work, provider="demo", state=truth(opened(work, invoice_id), RemoteStatus.FAILED))
        assert opened(work, invoice_id).key.endswith(":a2")

    def test_refuses_while_money_is_on_its_way(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        apply_remote(work, provider="demo", state=truth(opened(work, invoice_id), RemoteStatus.PROCESSING))
        with pytest.raises(PaymentOnItsWay):
            start_attempt(work, token=token_of(work, invoice_id), provider="demo")

    def test_refuses_a_paid_invoice(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        apply_remote(work, provider="demo", state=truth(opened(work, invoice_id)))
        with pytest.raises(NotPayable):
            start_attempt(work, token=token_of(work, invoice_id), provider="demo")


class TestApplyRemote:
    def test_pays_invoice_and_deal(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        apply_remote(work, provider="demo", state=truth(opened(work, invoice_id)))
        assert get_document(work, invoice_id).status is DocumentStatus.PAID
        deal = work.session.get(Deal, "deal")
        assert deal is not None
        assert deal.stage_id == "paid"
        assert kinds(work)[-4:] == [
            EventKind.PAYMENT_STARTED,
            EventKind.PAYMENT_RECORDED,
            EventKind.INVOICE_PAID,
            EventKind.DEAL_MOVED,
        ]

    def test_duplicates_change_nothing(self, work: Work) -> None:
        attempt = opened(work, issued_invoice(work))
        apply_remote(work, provider="demo", state=truth(attempt))
        before = kinds(work)
        apply_remote(work, provider="demo", state=truth(attempt))
        assert kinds(work) == before
        assert len(booked(work, invoice_id=attempt.invoice_id)) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"amount": rub(99_999)},
            {"amount": Money(100_000, "EUR")},
            {"live_mode": True},
            {"attempt_id": "another"},
        ],
    )
    def test_contradiction_is_quarantined_and_books_nothing(self, work: Work, change: dict[str, object]) -> None:
        attempt = opened(work, issued_invoice(work))
        apply_remote(work, provider="demo", state=replace(truth(attempt), **change))  # pyright: ignore[reportArgumentType]
        assert get_attempt(work, attempt.id).status is AttemptStatus.QUARANTINED
        assert booked(work, invoice_id=attempt.invoice_id) == ()
        assert kinds(work)[-2:] == [EventKind.PAYMENT_QUARANTINED, EventKind.TASK_ADDED]

    def test_knows_an_attempt_whose_ref_was_lost(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        attempt = start_attempt(work, token=token_of(work, invoice_id), provider="demo")
        assert apply_remote(work, provider="demo", state=truth(attempt)) is AttemptStatus.PAID

    def test_is_silent_about_what_is_not_ours(self, work: Work) -> None:
        state = RemoteState("cs_other", "", RemoteStatus.PAID, rub(1), live_mode=False)
        assert apply_remote(work, provider="demo", state=state) is None

    def test_refund_leaves_a_paid_one_paid(self, work: Work) -> None:
        attempt = opened(work, issued_invoice(work))
        paid = truth(attempt)
        apply_remote(work, provider="demo", state=paid)
        refund = RemoteEntry("re_1", EntryKind.REFUND, rub(-40_000), NOON)
        apply_remote(work, provider="demo", state=replace(paid, entries=(*paid.entries, refund)))
        assert get_document(work, attempt.invoice_id).status is DocumentStatus.PAID
        assert get_invoice(work, attempt.invoice_id).paid_amount == 60_000
        assert kinds(work)[-1] == EventKind.REFUND_RECORDED

    def test_what_was_paid_and_given_back_before_we_heard_of_either_was_paid(self, work: Work) -> None:
        attempt = opened(work, issued_invoice(work))
        paid = truth(attempt)
        refund = RemoteEntry("re_1", EntryKind.REFUND, rub(-100_000), NOON)
        apply_remote(work, provider="demo", state=replace(paid, entries=(*paid.entries, refund)))
        assert get_document(work, attempt.invoice_id).status is DocumentStatus.PAID

    def test_second_payment_is_visible_as_overpayment(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        attempt = opened(work, invoice_id)
        record_bank_transfer(work, invoice_id=invoice_id, amount=rub(100_000), received_on=TODAY, reference="15")
        apply_remote(work, provider="demo", state=truth(attempt))
        assert pay_status(work, token=token_of(work, invoice_id)).over == rub(100_000)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_order_and_repetition_of_truths_do_not_matter(
        self, session: Session, work: Work, data: st.DataObject
    ) -> None:
        with session.begin_nested() as savepoint:
            attempt = opened(work, issued_invoice(work, deal_id=data.draw(st.uuids()).hex))
            history = data.draw(histories(attempt))
            for state in data.draw(
                st.permutations(history + data.draw(st.lists(st.sampled_from(history), max_size=4)))
            ):
                apply_remote(work, provider="demo", state=state)
            shuffled = outcome(work, attempt)
            savepoint.rollback()
        with session.begin_nested() as savepoint:
            again = opened(work, issued_invoice(work, deal_id=data.draw(st.uuids()).hex))
            for state in history:
                apply_remote(work, provider="demo", state=renamed(state, attempt, again))
            in_order = outcome(work, again)
            savepoint.rollback()
        assert shuffled == in_order
        assert shuffled[2] == shuffled[3]


def renamed(state: RemoteState, old: AttemptView, new: AttemptView) -> RemoteState:
    return replace(state, ref=f"ref-{new.id}", attempt_id=new.id)


@st.composite
def histories(draw: st.DrawFn, attempt: AttemptView) -> list[RemoteState]:
    """What a provider may truthfully say about one checkout over time."""
    states = [truth(attempt, RemoteStatus.OPEN)]
    if draw(st.booleans()):
        states.append(truth(attempt, RemoteStatus.PROCESSING))
    end = draw(st.sampled_from([RemoteStatus.PAID, RemoteStatus.PAID, RemoteStatus.FAILED, RemoteStatus.EXPIRED]))
    states.append(truth(attempt, end))
    if end is RemoteStatus.PAID:
        entries = states[-1].entries
        for index, amount in enumerate(draw(st.lists(st.integers(1, 20_000), max_size=4))):
            kind = draw(st.sampled_from([EntryKind.REFUND, EntryKind.DISPUTE]))
            entries = (*entries, RemoteEntry(f"move{index}", kind, rub(-amount), NOON))
            states.append(truth(attempt, end, entries=entries))
    return states


def outcome(work: Work, attempt: AttemptView) -> tuple[object, ...]:
    invoice = get_invoice(work, attempt.invoice_id)
    booked = work.session.exec(
        select(func.coalesce(func.sum(EntryAllocation.amount), 0)).where(
            EntryAllocation.invoice_id == attempt.invoice_id
        )
    ).one()
    return (
        get_attempt(work, attempt.id).status,
        get_document(work, attempt.invoice_id).status,
        invoice.paid_amount,
        booked,
        invoice.paid_at is not None,
    )


class TestSettle:
    def test_deposit_alone_does_not_pay_the_deal(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        deal = work.session.get(Deal, "deal")
        assert deal is not None
        deal.amount = 200_000
        apply_remote(work, provider="demo", state=truth(opened(work, invoice_id)))
        assert get_document(work, invoice_id).status is DocumentStatus.PAID
        assert deal.stage_id == "invoice"

    def test_checkout_over_an_old_sum_is_closed(self, work: Work, jobs: object) -> None:
        from studio_app.adapters.jobs.recording import RecordingJobs

        invoice_id = issued_invoice(work)
        attempt = opened(work, invoice_id)
        record_bank_transfer(work, invoice_id=invoice_id, amount=rub(1), received_on=TODAY, reference="1")
        assert isinstance(jobs, RecordingJobs)
        planned = [job for job in jobs.enqueued if job.job == "close_checkout"]
        assert [job.args["attempt_id"] for job in planned] == [attempt.id]


class TestRecordBankTransfer:
    def test_part_then_rest(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        record_bank_transfer(work, invoice_id=invoice_id, amount=rub(30_000), received_on=TODAY, reference="7")
        status = pay_status(work, token=token_of(work, invoice_id))
        assert (status.state, status.due) == (PayState.PARTLY, rub(70_000))
        record_bank_transfer(work, invoice_id=invoice_id, amount=rub(70_000), received_on=TODAY, reference="8")
        status = pay_status(work, token=token_of(work, invoice_id))
        assert (status.state, status.paid_on) == (PayState.PAID, TODAY)

    def test_same_reference_is_booked_once(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        record_bank_transfer(work, invoice_id=invoice_id, amount=rub(1), received_on=TODAY, reference="7")
        with pytest.raises(ReceiptRecorded):
            record_bank_transfer(work, invoice_id=invoice_id, amount=rub(1), received_on=TODAY, reference=" 7 ")

    @pytest.mark.parametrize(
        ("amount", "on", "reference", "error"),
        [
            (rub(0), TODAY, "1", Invalid),
            (rub(-5), TODAY, "1", Invalid),
            (Money(5, "EUR"), TODAY, "1", CurrencyMismatch),
            (rub(5), TODAY + timedelta(days=1), "1", Invalid),
            (rub(5), TODAY, "  ", Invalid),
            (rub(5), TODAY, "9" * 61, Invalid),
        ],
    )
    def test_refuses_nonsense(
        self, work: Work, amount: Money, on: date, reference: str, error: type[Exception]
    ) -> None:
        invoice_id = issued_invoice(work)
        with pytest.raises(error):
            record_bank_transfer(work, invoice_id=invoice_id, amount=amount, received_on=on, reference=reference)
        assert booked(work, invoice_id=invoice_id) == ()

    def test_is_for_staff_only(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        outsider = replace(work, actor=Actor(kind=ActorKind.CLIENT))
        with pytest.raises(Forbidden):
            record_bank_transfer(outsider, invoice_id=invoice_id, amount=rub(1), received_on=TODAY, reference="1")

    def test_notes_who_recorded_it(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        record_bank_transfer(
            replace(work, actor=STAFF), invoice_id=invoice_id, amount=rub(1), received_on=TODAY, reference="1"
        )
        assert work.session.exec(select(LedgerEntry.recorded_by)).one() == "manager"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(amounts=st.lists(st.integers(1, 200_000), max_size=6))
    def test_entries_always_add_up(self, session: Session, work: Work, amounts: list[int]) -> None:
        with session.begin_nested() as savepoint:
            invoice_id = issued_invoice(work)
            for index, amount in enumerate(amounts):
                over = min(amount, max(0, sum(amounts[: index + 1]) - 100_000))
                record_bank_transfer(
                    work,
                    invoice_id=invoice_id,
                    amount=rub(amount),
                    received_on=TODAY,
                    reference=str(index),
                    excess_seen=rub(over),
                )
            invoice = work.session.get(Invoice, invoice_id)
            assert invoice is not None
            assert (
                invoice.paid_amount
                == sum(amounts)
                == sum(entry.amount.amount for entry in booked(work, invoice_id=invoice_id))
            )
            paid = get_document(work, invoice_id).status is DocumentStatus.PAID
            assert paid == (sum(amounts) >= invoice.total_amount)
            savepoint.rollback()


class TestRenewedLink:
    def test_closes_the_checkout_that_leads_back_to_the_old_one(self, work: Work, jobs: RecordingJobs) -> None:
        invoice_id = issued_invoice(work)
        attempt = opened(work, invoice_id)
        replace_link(work, document_id=invoice_id)
        planned = [job.args["attempt_id"] for job in jobs.enqueued if job.job == "close_checkout"]
        assert planned == [attempt.id]
        assert start_attempt(work, token=token_of(work, invoice_id), provider="demo").outdated


class TestVoid:
    def test_is_refused_while_a_checkout_is_open(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        opened(work, invoice_id)
        with pytest.raises(CheckoutOpen):
            void_invoice(work, document_id=invoice_id, reason="ошибка")


class TestStoreEvents:
    def test_keeps_an_event_once(self, work: Work) -> None:
        one = Arrival("demo", "evt_1", ("cs_1",), b"{}")
        assert store_events(work, arrivals=[one, one, replace(one, event_id="evt_2")]) == (True, False, True)
        assert store_events(work, arrivals=[one]) == (False,)
        assert len(work.session.exec(select(ProviderEvent)).all()) == 2

    def test_what_concerns_nothing_of_ours_is_kept_as_handled(self, work: Work) -> None:
        store_events(work, arrivals=[Arrival("demo", "evt_1", (), b"{}")])
        assert work.session.exec(select(ProviderEvent)).one().handled_at is not None
        assert waiting_events(work) == ()
