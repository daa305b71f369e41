"""Which letters are planned, whether they are still true when their moment comes, what follows them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.core.status import IllegalTransition
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage, get_stage
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import publish, save_content, set_status
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import plan_letters
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import (
    MAX_ATTEMPTS,
    decide,
    note_cancelled,
    note_failure,
    note_sent,
    postpone,
    send_again,
)
from studio_app.domain.studio.models import Studio
from studio_app.domain.timeline.events.documents import BriefPublished, BriefSubmitted
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.selling import issued_invoice, make_deal, make_studio

COPY = LetterText(subject="Тема", text="Текст", html="<p>Текст</p>")


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


@pytest.fixture
def brief(work: Work) -> Document:
    """A brief that has just been sent."""
    return sent(work, DocumentKind.BRIEF)


@pytest.fixture
def proposal(work: Work) -> Document:
    """A proposal that has just been sent."""
    return sent(work, DocumentKind.PROPOSAL)


def sent(work: Work, kind: DocumentKind) -> Document:
    make_deal(work, deal_id="d")
    document = new_document(work, deal_id="d", kind=kind, title="Бриф", locale="ru")
    save_content(work, document, {"a": 1})
    publish(work, document)
    return document


def letters(work: Work, rule: str) -> list[Notification]:
    return list(work.session.exec(select(Notification).where(Notification.rule == rule).order_by(col(Notification.id))))


def send(work: Work, row: Notification) -> None:
    note_sent(work, notification_id=row.id, recipient=row.recipient, message_id=f"<{row.id}@t>", copy=COPY, kept=False)


class TestPlanning:
    def test_happens_in_the_transaction_of_the_event(self, work: Work, jobs: RecordingJobs, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        assert (row.recipient, row.locale, row.status) == ("client@example.com", "ru", NotificationStatus.PLANNED)
        assert [(job.job, job.args, job.at) for job in jobs.enqueued] == [
            ("send_notification", {"notification_id": row.id}, None)
        ]

    def test_tells_nobody_twice(self, work: Work, jobs: RecordingJobs, brief: Document) -> None:
        (published,) = recorded_events(work, BriefPublished)
        plan_letters(work, published)
        assert len(letters(work, "brief_link")) == len(jobs.enqueued) == 1

    def test_tells_again_when_a_declined_document_is_published_again(
        self, work: Work, clock: FixedClock, proposal: Document
    ) -> None:
        set_status(work, proposal, DocumentStatus.DECLINED)
        clock.advance(timedelta(hours=1))
        publish(work, proposal)
        assert len(letters(work, "proposal_published")) == 2

    def test_tells_a_person_when_the_client_has_no_address(self, work: Work, jobs: RecordingJobs) -> None:
        make_deal(work, deal_id="d")
        work.session.exec(select(Contact)).one().email = ""
        document = new_document(work, deal_id="d", kind=DocumentKind.BRIEF, title="Бриф", locale="ru")
        publish(work, document)
        (row,) = letters(work, "brief_link")
        assert (row.status, row.problem) == (NotificationStatus.FAILED, "no_address")
        assert jobs.enqueued == []
        assert work.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.NOTIFICATION_FAILED)).one()

    def test_writes_to_the_manager_about_a_filled_brief(self, work: Work, brief: Document) -> None:

        work = replace(work, reactions={BriefSubmitted: [plan_letters]})
        record(work, blank(BriefSubmitted, deal_id="d", document_id=brief.id))
        (row,) = letters(work, "brief_received")
        assert row.recipient == "manager@example.com"

    def test_thanks_for_each_payment_once(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        total = work.session.get_one(Invoice, invoice_id).total_amount
        manager = replace(work, actor=Actor(kind=ActorKind.STAFF, id="manager", role="manager"))
        for reference, amount in (("1", 100), ("2", total - 100)):
            record_bank_transfer(
                manager,
                invoice_id=invoice_id,
                amount=Money(amount, "RUB"),
                received_on=date(2026, 11, 23),
                reference=reference,
            )
        assert len(letters(work, "payment_received")) == 2


class TestDeciding:
    def test_sends_what_is_still_true(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        decision = decide(work, notification_id=row.id)
        assert decision.verdict is Verdict.SEND
        assert decision.facts is not None
        assert decision.facts.path.startswith("/b/")

    @pytest.mark.parametrize(
        ("kind", "rule", "status"),
        [
            (DocumentKind.BRIEF, "brief_link", DocumentStatus.ACCEPTED),
            (DocumentKind.PROPOSAL, "proposal_published", DocumentStatus.DECLINED),
            (DocumentKind.INVOICE, "invoice_issued", DocumentStatus.VOID),
        ],
    )
    def test_cancels_what_has_been_answered(
        self, work: Work, kind: DocumentKind, rule: str, status: DocumentStatus
    ) -> None:
        document = get_document(work, issued_invoice(work)) if kind is DocumentKind.INVOICE else sent(work, kind)
        (row,) = letters(work, rule)
        set_status(work, document, status)
        assert decide(work, notification_id=row.id).verdict is Verdict.CANCEL
        note_cancelled(work, notification_id=row.id)
        assert decide(work, notification_id=row.id).verdict is Verdict.DONE

    def test_cancels_when_the_deal_is_lost(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        enter_stage(work, work.session.get_one(Deal, "d"), get_stage(work, "lost"))
        assert decide(work, notification_id=row.id).verdict is Verdict.CANCEL

    def test_sends_nothing_twice(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        send(work, row)
        assert decide(work, notification_id=row.id).verdict is Verdict.DONE

    def test_sends_a_link_at_night_but_no_reminder(self, work: Work, clock: FixedClock, brief: Document) -> None:
        (link,) = letters(work, "brief_link")
        clock.advance(timedelta(hours=12))  # midnight in Moscow
        assert decide(work, notification_id=link.id).verdict is Verdict.SEND
        send(work, link)
        (reminder,) = letters(work, "brief_reminder")
        clock.advance(timedelta(days=2))
        decision = decide(work, notification_id=reminder.id)
        assert decision.verdict is Verdict.POSTPONE
        assert decision.at is not None
        assert decision.at.hour == 6  # nine in Moscow

    def test_reads_the_address_anew(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        work.session.exec(select(Contact)).one().email = "new@example.com"
        facts = decide(work, notification_id=row.id).facts
        assert facts is not None
        assert facts.recipient == "new@example.com"


class TestLadder:
    def test_starts_when_the_first_letter_is_out_and_ends_after_its_steps(
        self, work: Work, clock: FixedClock, brief: Document
    ) -> None:
        assert letters(work, "brief_reminder") == []
        send(work, letters(work, "brief_link")[0])
        planned = []
        for _ in range(3):
            waiting = [r for r in letters(work, "brief_reminder") if r.status is NotificationStatus.PLANNED]
            if waiting:
                clock.set(waiting[0].planned_at)
                planned.append((waiting[0].planned_at - brief.published_at).days)  # type: ignore[operator]
                assert decide(work, notification_id=waiting[0].id).verdict is Verdict.SEND
                send(work, waiting[0])
        assert planned == [2, 5]

    def test_goes_on_without_a_burst_after_a_long_pause(
        self, work: Work, clock: FixedClock, jobs: RecordingJobs, brief: Document
    ) -> None:
        send(work, letters(work, "brief_link")[0])
        clock.advance(timedelta(days=30))  # the server was off; noon
        (first,) = letters(work, "brief_reminder")
        assert decide(work, notification_id=first.id).verdict is Verdict.SEND
        send(work, first)
        second = letters(work, "brief_reminder")[1]
        assert second.planned_at >= clock.now() + timedelta(hours=23)

    def test_sends_one_reminder_a_day_about_a_document(self, work: Work, clock: FixedClock) -> None:
        invoice_id = issued_invoice(work)
        send(work, letters(work, "invoice_issued")[0])
        (reminder,), (overdue,) = letters(work, "invoice_reminder"), letters(work, "invoice_overdue")
        clock.advance(timedelta(days=20))
        send(work, reminder)
        decision = decide(work, notification_id=overdue.id)
        assert decision.verdict is Verdict.POSTPONE
        postpone(work, notification_id=overdue.id)
        clock.set(overdue.planned_at)
        assert decide(work, notification_id=overdue.id).verdict is Verdict.SEND
        assert get_document(work, invoice_id).status is DocumentStatus.PUBLISHED

    def test_of_an_earlier_publication_falls_silent(self, work: Work, clock: FixedClock, proposal: Document) -> None:
        send(work, letters(work, "proposal_published")[0])
        set_status(work, proposal, DocumentStatus.DECLINED)
        clock.advance(timedelta(days=1))
        publish(work, proposal)
        clock.advance(timedelta(days=1))
        assert decide(work, notification_id=letters(work, "proposal_reminder")[0].id).verdict is Verdict.DONE

    def test_waits_for_the_morning_of_the_clients_own_clock(
        self, work: Work, clock: FixedClock, brief: Document
    ) -> None:
        work.session.exec(select(Client)).one().timezone = "Asia/Vladivostok"  # ten hours ahead of UTC
        clock.advance(timedelta(hours=5))  # midnight there
        send(work, letters(work, "brief_link")[0])
        brief.published_at = clock.now()
        (reminder,) = letters(work, "brief_reminder")
        assert 9 <= (reminder.planned_at + timedelta(hours=10)).hour < 21

    def test_is_off_when_the_studio_wants_none(self, work: Work, brief: Document) -> None:
        work.session.exec(select(Studio)).one().reminder_days = ""
        send(work, letters(work, "brief_link")[0])
        assert letters(work, "brief_reminder") == []


class TestFailures:
    def test_end_in_an_event_for_a_person(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        again = [note_failure(work, notification_id=row.id, problem="down") for _ in range(MAX_ATTEMPTS)]
        assert again == [True] * (MAX_ATTEMPTS - 1) + [False]
        assert row.status is NotificationStatus.FAILED
        event = work.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.NOTIFICATION_FAILED)
        ).one()
        assert event.payload["problem"] == "down"

    def test_for_good_are_not_tried_again(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        assert not note_failure(work, notification_id=row.id, problem="550 no such user", final=True)
        assert row.status is NotificationStatus.FAILED

    def test_are_sent_again_by_hand_under_a_key_of_their_own(
        self, work: Work, session: Session, clock: FixedClock, jobs: RecordingJobs, brief: Document
    ) -> None:
        (row,) = letters(work, "brief_link")
        note_failure(work, notification_id=row.id, problem="550", final=True)
        clock.advance(timedelta(minutes=1))
        send_again(work, notification_id=row.id)
        assert decide(work, notification_id=row.id).verdict is Verdict.SEND
        assert len({job.key for job in jobs.enqueued}) == 2

    def test_only_failed_letters_are_sent_again(self, work: Work, brief: Document) -> None:
        (row,) = letters(work, "brief_link")
        send(work, row)
        with pytest.raises(IllegalTransition):
            send_again(work, notification_id=row.id)

    def test_is_not_held_up_by_one_that_a_clock_ahead_has_sent(self, work: Work, clock: FixedClock) -> None:
        issued_invoice(work)
        send(work, letters(work, "invoice_issued")[0])
        (reminder,), (overdue,) = letters(work, "invoice_reminder"), letters(work, "invoice_overdue")
        clock.advance(timedelta(days=400))
        send(work, reminder)
        clock.advance(timedelta(days=-380))
        assert decide(work, notification_id=overdue.id).verdict is Verdict.SEND
