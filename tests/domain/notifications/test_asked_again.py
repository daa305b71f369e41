"""What is asked for again has reminders and an overdue letter of its own, for the new day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.receipts import reverse_entry
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_sent
from studio_app.domain.payments.asking_again import ask_again
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.studio.current import studio
from studio_app.domain.work import Work
from tests.selling import DEAL, issued_invoice, make_studio

STAFF = Actor(kind=ActorKind.STAFF, id="manager", name="Менеджер", role="manager")
REMINDERS = ("invoice_overdue", "invoice_reminder")


@pytest.fixture
def invoice_id(work: Work) -> str:
    make_studio(work)
    return issued_invoice(work)


def pay(work: Work, invoice_id: str, amount: int, reference: str) -> str:
    today = work.now().date()
    return record_bank_transfer(
        work, invoice_id=invoice_id, amount=Money(amount, "RUB"), received_on=today, reference=reference
    )


def given_back(work: Work, invoice_id: str, *, amount: int = 100_000, reference: str = "1") -> None:
    entry_id = pay(work, invoice_id, amount, reference)
    back = Money(amount, "RUB")
    record_refund_paid(work, entry_id=entry_id, amount=back, paid_on=work.now().date(), reference=f"b{reference}")


def ask(work: Work, invoice_id: str) -> None:
    ask_again(replace(work, actor=STAFF), invoice_id=invoice_id, reason="they want it after all")


def reminders(work: Work, *status: NotificationStatus) -> list[Notification]:
    query = select(Notification).where(col(Notification.rule).in_(REMINDERS))
    rows = work.session.exec(query.order_by(Notification.rule, Notification.occurrence))
    return [row for row in rows if row.status in (status or (NotificationStatus.PLANNED,))]


def letter(work: Work, rule: str) -> Notification:
    (row,) = [
        row
        for row in work.session.exec(select(Notification).where(Notification.rule == rule))
        if row.status is NotificationStatus.PLANNED
    ]
    return row


def send(work: Work, row: Notification) -> None:
    note_sent(
        work, notification_id=row.id, recipient=row.recipient, message_id="", copy=LetterText("", "", ""), kept=False
    )


def on_day(at: datetime) -> date:
    return (at + timedelta(hours=3)).date()  # in Moscow


class TestAskAgain:
    def test_plans_a_reminder_and_the_overdue_letter_for_the_new_day(
        self, work: Work, clock: FixedClock, invoice_id: str
    ) -> None:
        send(work, letter(work, "invoice_issued"))
        clock.advance(timedelta(days=30))
        given_back(work, invoice_id)
        assert reminders(work) == []
        ask(work, invoice_id)
        overdue, reminder = reminders(work)
        due_on = work.session.get_one(Invoice, invoice_id).due_on
        assert due_on is not None
        assert (overdue.rule, on_day(overdue.planned_at)) == ("invoice_overdue", due_on + timedelta(days=1))
        assert on_day(reminder.planned_at) == on_day(work.now()) + timedelta(
            days=int(studio(work).reminder_days.split(",")[0])
        )

    def test_they_are_true_when_their_moment_comes_and_the_ladder_goes_on(
        self, work: Work, clock: FixedClock, invoice_id: str
    ) -> None:
        given_back(work, invoice_id)
        ask(work, invoice_id)
        send(work, letter(work, "invoice_again"))
        assert len(reminders(work)) == 2  # planned once
        overdue, reminder = reminders(work)
        clock.advance(reminder.planned_at - work.now())
        assert decide(work, notification_id=reminder.id).verdict is Verdict.SEND
        send(work, reminder)
        following = letter(work, "invoice_reminder")
        assert following.planned_at > reminder.planned_at
        clock.advance(overdue.planned_at - work.now())
        assert decide(work, notification_id=overdue.id).verdict in {Verdict.SEND, Verdict.POSTPONE}

    def test_a_payment_cancels_them(self, work: Work, invoice_id: str) -> None:
        given_back(work, invoice_id)
        ask(work, invoice_id)
        planned = reminders(work)
        pay(work, invoice_id, 100_000, "2")
        assert [row.problem for row in planned] == ["paid", "paid"]
        assert reminders(work) == []

    def test_they_come_after_all_when_that_payment_is_taken_back_and_older_ones_do_not(
        self, work: Work, invoice_id: str
    ) -> None:
        send(work, letter(work, "invoice_issued"))
        given_back(work, invoice_id)
        ask(work, invoice_id)
        own = {row.id for row in reminders(work)}
        entry_id = pay(work, invoice_id, 100_000, "2")
        reverse_entry(work, entry_id=entry_id, reason="not ours")
        assert {row.id for row in reminders(work)} == own

    def test_making_it_void_cancels_them(self, work: Work, invoice_id: str) -> None:
        given_back(work, invoice_id)
        ask(work, invoice_id)
        planned = reminders(work)
        void_invoice(work, document_id=invoice_id, reason="Ошибка")
        assert [row.problem for row in planned] == ["void", "void"]

    def test_each_asking_has_its_own(self, work: Work, invoice_id: str) -> None:
        given_back(work, invoice_id)
        ask(work, invoice_id)
        first = reminders(work)
        given_back(work, invoice_id, reference="2")
        ask(work, invoice_id)
        assert [row.problem for row in first] == ["paid", "paid"]
        assert len(reminders(work)) == 2

    def test_without_an_address_one_letter_fails_and_no_reminder_is_planned(self, work: Work, invoice_id: str) -> None:
        given_back(work, invoice_id)
        deal = work.session.get_one(Deal, DEAL)
        work.session.get_one(Contact, deal.contact_id).email = ""
        work.session.flush()
        ask(work, invoice_id)
        assert reminders(work, *NotificationStatus) == []
