"""The nightly report: once a night, about what happened, and never about nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.documents.models import Document
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.night import TELL, plan_night, tell_of_night
from studio_app.domain.notifications.night_hour import set_report_hour
from studio_app.domain.notifications.queries import outbox
from studio_app.domain.notifications.rules import NIGHT_REPORT
from studio_app.domain.notifications.schemas import Decision, Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.studio.current import today
from studio_app.domain.work import Work
from tests.rows import add_person
from tests.selling import issued_invoice, make_studio

NIGHT = timedelta(days=1)


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)
    work.session.add(
        User(
            id="owner",
            email="owner@studio.example",
            name="Анна",
            password_hash="-",
            role=Role.OWNER,
            locale="en",
            created_at=work.now(),
        )
    )
    work.session.flush()


def pay(work: Work, amount: int) -> str:
    invoice_id = issued_invoice(work, amount=100_000)
    record_bank_transfer(
        work,
        invoice_id=invoice_id,
        amount=Money(amount, "RUB"),
        received_on=today(work),
        reference="17",
        excess_seen=Money(max(0, amount - 100_000), "RUB"),
    )
    return work.session.get_one(Document, invoice_id).number


def run(work: Work, jobs: RecordingJobs, clock: FixedClock) -> None:
    """Let the planned night come."""
    planned = [job for job in jobs.enqueued if job.job == TELL][-1]
    assert planned.at is not None
    clock.set(max(clock.now(), planned.at))
    tell_of_night(work, **planned.args)


def letters(work: Work) -> Sequence[Notification]:
    return work.session.exec(select(Notification).where(Notification.rule == NIGHT_REPORT)).all()


def decided(work: Work) -> Decision:
    return decide(work, notification_id=letters(work)[-1].id)


class TestPlanNight:
    def test_plans_one_a_night_however_often_it_is_asked(self, work: Work, jobs: RecordingJobs) -> None:
        for _ in range(3):
            plan_night(work)
        assert len([job for job in jobs.enqueued if job.job == TELL]) == 1

    def test_plans_nothing_where_no_report_is_wanted(self, work: Work, jobs: RecordingJobs) -> None:
        set_report_hour(work, hour=None)
        plan_night(work)
        assert [job for job in jobs.enqueued if job.job == TELL] == []

    def test_refuses_an_hour_that_no_clock_shows(self, work: Work) -> None:
        with pytest.raises(Invalid):
            set_report_hour(work, hour=24)


class TestAClockThatWasAhead:
    def test_tells_of_no_day_before_it_is_over_and_of_none_twice(
        self, work: Work, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        now = clock.now()
        pay(work, 100_000)
        clock.set(now + timedelta(days=1))
        plan_night(work)
        hurried = [job for job in jobs.enqueued if job.job == TELL][-1]
        clock.set(now + timedelta(hours=20))  # put back; the job waits as long as it was to wait then
        again = issued_invoice(work, deal_id="second")
        record_bank_transfer(
            work, invoice_id=again, amount=Money(100_000, "RUB"), received_on=today(work), reference="18"
        )
        for _ in range(2):
            tell_of_night(work, **hurried.args)
        over = today(work) - timedelta(days=1)
        assert [letter.occurrence for letter in letters(work)] == [f"{over}/{over}"]


class TestTellOfNight:
    def test_says_what_came_in_and_what_does_not_fit(self, work: Work, jobs: RecordingJobs, clock: FixedClock) -> None:
        number = pay(work, 120_000)
        plan_night(work)
        run(work, jobs, clock)
        decision = decided(work)
        assert (decision.verdict, [letter.recipient for letter in letters(work)]) == (
            Verdict.SEND,
            ["owner@studio.example"],
        )
        assert decision.facts is not None
        letter = TemplateWriter("http://localhost").write(decision.facts)
        assert "Bank, recorded by hand · 1: 1,200" in letter.text
        assert f"Overpaid: invoice {number}" in letter.text
        assert f"Overpaid: invoice {number}" in letter.html

    def test_is_for_owners_and_accountants_as_long_as_they_are(
        self, work: Work, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        for role in (Role.LAWYER, Role.ACCOUNTANT):
            add_person(work, key=role.value, role=role)
        pay(work, 100_000)
        plan_night(work)
        run(work, jobs, clock)
        told = {letter.subject_id: letter.id for letter in letters(work)}
        assert told.keys() == {"owner", "accountant"}
        work.session.get_one(User, "accountant").role = Role.MANAGER
        assert decide(work, notification_id=told["accountant"]).verdict is Verdict.CANCEL

    def test_tells_each_night_once_and_plans_the_next(self, work: Work, jobs: RecordingJobs, clock: FixedClock) -> None:
        pay(work, 100_000)
        plan_night(work)
        first = [job for job in jobs.enqueued if job.job == TELL][-1]
        run(work, jobs, clock)
        tell_of_night(work, **first.args)
        assert len(letters(work)) == 1
        assert len([job for job in jobs.enqueued if job.job == TELL]) == 2

    def test_keeps_quiet_when_nothing_happened(self, work: Work, jobs: RecordingJobs, clock: FixedClock) -> None:
        pay(work, 100_000)
        plan_night(work)
        run(work, jobs, clock)
        run(work, jobs, clock)
        assert len(letters(work)) == 1

    def test_covers_the_days_that_a_stopped_server_missed(
        self, work: Work, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        plan_night(work)
        clock.advance(2 * NIGHT)
        pay(work, 100_000)
        clock.advance(NIGHT)
        run(work, jobs, clock)
        facts = decided(work).facts
        assert facts is not None
        assert facts.report is not None
        assert len(facts.report.book.came) == 1

    def test_leaves_the_night_to_the_hour_that_is_set_now(
        self, work: Work, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        pay(work, 100_000)
        plan_night(work)
        old = [job for job in jobs.enqueued if job.job == TELL][-1]
        set_report_hour(work, hour=23)
        tell_of_night(work, **old.args)
        assert letters(work) == []

    def test_stands_in_the_outbox_without_a_deal(self, work: Work, jobs: RecordingJobs, clock: FixedClock) -> None:
        pay(work, 100_000)
        plan_night(work)
        run(work, jobs, clock)
        assert [row.deal_id for row in outbox(work) if row.rule == NIGHT_REPORT] == [""]
