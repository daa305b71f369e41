"""A difference is a task as long as it is open, a dispute as long as it can be answered."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.ledger.balances import unallocated
from studio_app.domain.ledger.booking import available
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.attempts import PaymentDiffers, record_checkout, start_attempt
from studio_app.domain.payments.client.page import pay_facts_at
from studio_app.domain.payments.kinds import DisputeStatus
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteDispute, RemoteEntry, RemoteState, RemoteStatus
from studio_app.domain.payments.reconciliation.differences import (
    booked_of,
    differences,
    differing_checkouts,
    note_run,
    set_aside,
)
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind
from studio_app.domain.payments.reconciliation.schemas import Found
from studio_app.domain.payments.refunds import refundable
from studio_app.domain.payments.schemas import AttemptView
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio

OWNER = Actor(kind=ActorKind.STAFF, id="owner", role="owner")


@pytest.fixture
def attempt(work: Work) -> AttemptView:
    """A checkout that the client has before them."""
    make_studio(work)
    token = link_token(work, get_document(work, issued_invoice(work)))
    begun = start_attempt(work, token=token, provider="demo")
    return record_checkout(work, attempt_id=begun.id, ref="ref-1", redirect_url="https://pay.example/1")


def state(work: Work, attempt: AttemptView) -> RemoteState:
    paid = RemoteEntry("pay-1", EntryKind.PAYMENT, attempt.amount, work.now())
    return RemoteState("ref-1", attempt.id, RemoteStatus.PAID, attempt.amount, live_mode=False, entries=(paid,))


def tasks(work: Work) -> list[TaskKind]:
    query = select(Task).where(col(Task.done_at).is_(None))
    return [task.kind for task in work.session.exec(query.order_by(col(Task.kind)))]


def look(work: Work, attempt: AttemptView, *refs: str) -> None:
    found = [Found(DifferenceKind.AMOUNT, ref, attempt.id, theirs=attempt.amount) for ref in refs]
    note_run(work, provider="demo", found=found, checked=1, repaired=0)


class TestADifference:
    def test_that_is_gone_ticks_its_task_off(self, work: Work, attempt: AttemptView) -> None:
        look(work, attempt, "ref-1")
        assert tasks(work) == [TaskKind.PAYMENT_DIFFERS]
        look(work, attempt)
        assert (tasks(work), differences(work)) == ([], ())
        told = work.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.DIFFERENCE_CLOSED)).one()
        assert told.deal_id == "deal"

    def test_that_a_person_has_dealt_with_ticks_it_off(self, work: Work, attempt: AttemptView) -> None:
        look(work, attempt, "ref-1")
        set_aside(work, difference_id=differences(work)[0].id)
        assert tasks(work) == []

    def test_leaves_the_task_to_another_one_of_the_deal(self, work: Work, attempt: AttemptView) -> None:
        look(work, attempt, "ref-1", "ref-2")
        look(work, attempt, "ref-2")
        assert tasks(work) == [TaskKind.PAYMENT_DIFFERS]


class TestAContradiction:
    @pytest.fixture
    def wrong(self, work: Work, attempt: AttemptView) -> Found:
        """The client has paid another sum than was asked for."""
        told = replace(state(work, attempt), amount=Money(99_999, "RUB"))
        apply_remote(work, provider="demo", state=told)
        return Found(DifferenceKind.CONTRADICTION, "ref-1", attempt.id, theirs=told.moved_as_asked)

    def look(self, work: Work, *found: Found) -> int:
        return note_run(work, provider="demo", found=found, checked=1, repaired=0)

    def test_is_one_difference_and_one_task_from_the_start(self, work: Work, wrong: Found) -> None:
        assert [one.ref for one in differences(work)] == ["ref-1"]
        assert self.look(work, wrong) == 1
        assert tasks(work) == [TaskKind.PAYMENT_QUARANTINED]

    def test_keeps_the_client_from_paying_again_until_it_is_dealt_with(self, work: Work, wrong: Found) -> None:
        attempt = work.session.get_one(PaymentAttempt, wrong.attempt_id)
        token = link_token(work, get_document(work, attempt.invoice_id))
        assert pay_facts_at(work, token=token).differs
        with pytest.raises(PaymentDiffers):
            start_attempt(work, token=token, provider="demo")
        set_aside(replace(work, actor=OWNER), difference_id=differences(work)[0].id)
        assert tasks(work) == []
        assert self.look(work, wrong) == 0  # nor is it found again
        assert not pay_facts_at(work, token=token).differs
        assert start_attempt(work, token=token, provider="demo").id != attempt.id

    def test_is_about_its_own_invoice_alone(self, work: Work, wrong: Found) -> None:
        token = link_token(work, get_document(work, issued_invoice(work, deal_id="another")))
        start_attempt(work, token=token, provider="demo")
        assert not pay_facts_at(work, token=token).differs

    def test_of_yet_another_sum_is_a_new_one(self, work: Work, wrong: Found) -> None:
        set_aside(replace(work, actor=OWNER), difference_id=differences(work)[0].id)
        assert self.look(work, replace(wrong, theirs=Money(1, "RUB"))) == 1

    def test_is_looked_at_however_old_it_is(self, work: Work, wrong: Found) -> None:
        assert differing_checkouts(work, provider="demo") == (wrong.ref,)

    def test_leaves_the_task_of_another_difference(self, work: Work, attempt: AttemptView, wrong: Found) -> None:
        amount = Found(DifferenceKind.AMOUNT, "ref-2", attempt.id, theirs=attempt.amount)
        assert self.look(work, wrong, amount) == 2
        assert tasks(work) == [TaskKind.PAYMENT_DIFFERS, TaskKind.PAYMENT_QUARANTINED]
        self.look(work, amount)
        assert tasks(work) == [TaskKind.PAYMENT_DIFFERS]


class TestADispute:
    @pytest.mark.parametrize("end", [DisputeStatus.WON, DisputeStatus.LOST])
    def test_that_is_over_needs_no_answer(self, work: Work, attempt: AttemptView, end: DisputeStatus) -> None:
        told = state(work, attempt)
        for status, left in ((DisputeStatus.OPEN, [TaskKind.PAYMENT_DISPUTED]), (end, [])):
            dispute = RemoteDispute("dp-1", status, attempt.amount, work.now(), withheld=True)
            now = replace(told, entries=(*told.entries, *dispute.entries()), disputes=(dispute,))
            apply_remote(work, provider="demo", state=now)
            assert tasks(work) == left

    @pytest.mark.parametrize("end", [DisputeStatus.WON, DisputeStatus.LOST])
    def test_in_another_currency_is_booked_as_told(self, work: Work, attempt: AttemptView, end: DisputeStatus) -> None:
        told = state(work, attempt)
        apply_remote(work, provider="demo", state=told)
        for status, free in ((DisputeStatus.OPEN, -900), (end, 0 if end is DisputeStatus.WON else -900)):
            dispute = RemoteDispute("dp-1", status, Money(900, "EUR"), work.now(), withheld=True)
            now = replace(told, entries=(*told.entries, *dispute.entries()), disputes=(dispute,))
            apply_remote(work, provider="demo", state=now)
            assert unallocated(work).get("EUR", 0) == free
            assert (TaskKind.PAYMENT_DISPUTED in tasks(work)) is (status is DisputeStatus.OPEN)
            books = booked_of(work, provider="demo", ref="ref-1")
            assert books is not None
            assert books.moved == {"RUB": attempt.amount.amount} | ({"EUR": free} if free else {})
        payment = work.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()
        assert (available(work, payment).amount, refundable(work, payment)) == (0, attempt.amount)
