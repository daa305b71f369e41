"""Letters to the people of the studio."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.domain.deals.notes import add_note
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.reminders import remind
from studio_app.domain.tasks.service import add_task, ask_owner, finish_task
from studio_app.domain.work import Work
from tests.rows import add_deal, add_person, add_studio


def planned(work: Work) -> list[Notification]:
    return list(work.session.exec(select(Notification)))


class TestMention:
    def test_reaches_everybody_named_but_the_author(self, work: Work, jobs: RecordingJobs) -> None:
        add_studio(work)
        anna, ivan = add_person(work, key="anna"), add_person(work, key="ivan")
        deal = add_deal(work)
        add_note(replace(work, actor=anna), deal_id=deal.id, text="@Ivan и @Anna, глянем вместе?")
        (letter,) = planned(work)
        assert (letter.recipient, letter.rule) == ("ivan@example.com", "mention")
        assert [job.args["notification_id"] for job in jobs.enqueued] == [letter.id]
        facts = decide(work, notification_id=letter.id).facts
        assert facts is not None
        assert (facts.words, facts.manager, facts.addressee) == ("@Ivan и @Anna, глянем вместе?", "Anna", ivan.name)
        assert facts.path == f"/deal/{deal.id}"


class TestTaskDue:
    def test_reaches_whom_the_task_is_given_unless_it_is_done_by_then(self, work: Work) -> None:
        add_studio(work)
        add_person(work, key="anna")
        add_person(work, key="ivan")
        deal = add_deal(work)
        task = add_task(
            work, deal_id=deal.id, title="Звонок", due_on=date(2026, 11, 24), assignee_id="ivan", remind_minutes=15
        )
        assert task.remind_at is not None
        remind(work, task_id=task.id, at=task.remind_at.isoformat())
        (letter,) = planned(work)
        decision = decide(work, notification_id=letter.id)
        assert (letter.recipient, decision.verdict) == ("ivan@example.com", Verdict.SEND)
        finish_task(work, task_id=task.id)
        assert decide(work, notification_id=letter.id).verdict is Verdict.CANCEL

    def test_two_at_one_moment_are_two_letters(self, work: Work) -> None:
        add_studio(work)
        add_person(work, key="anna")
        deal = add_deal(work)
        for title in ("12 %", "15 %"):
            ask_owner(work, deal_id=deal.id, kind=TaskKind.DISCOUNT, title=title)
        work.session.flush()
        assert [letter.rule for letter in planned(work)] == ["task_due", "task_due"]
