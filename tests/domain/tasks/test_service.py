"""Tasks of a deal."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import NotFound
from studio_app.domain.tasks.ideas import ideas
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.reminders import REMIND, remind
from studio_app.domain.tasks.service import (
    TaskView,
    add_task,
    change_task,
    finish_task,
    just_done,
    open_tasks,
    raise_task,
    reopen_task,
)
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.money import PaymentQuarantined
from studio_app.domain.timeline.events.notifications import NotificationFailed
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.domain.conftest import House
from tests.happened import blank


def fail(work: Work, deal_id: str, what: type[NotificationFailed | PaymentQuarantined]) -> None:
    work.reactions = {what: [raise_task]}
    record(work, blank(what, deal_id=deal_id, problem="mailbox full"))


class TestRaiseTask:
    def test_plans_it_for_the_manager_today(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0, manager=1)
        fail(work, deal_id, NotificationFailed)
        fail(work, deal_id, PaymentQuarantined)
        tasks = work.session.exec(select(Task)).all()
        assert {task.kind for task in tasks} == {TaskKind.LETTER_FAILED, TaskKind.PAYMENT_QUARANTINED}
        assert {task.assignee_id for task in tasks} == {"ivan"}
        assert {task.due_at.date() for task in tasks if task.due_at} == {work.now().date()}

    def test_says_it_once_until_it_is_done(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for _ in range(3):
            fail(work, deal_id, NotificationFailed)
        (task,) = open_tasks(work, deal_id=deal_id)
        finish_task(work, task_id=task.id)
        fail(work, deal_id, NotificationFailed)
        (again,) = open_tasks(work, deal_id=deal_id)
        assert again.id != task.id

    def test_leaves_the_tasks_of_people_alone(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_task(work, deal_id=deal_id, title="Позвонить")
        fail(work, deal_id, NotificationFailed)
        assert [task.title for task in open_tasks(work, deal_id=deal_id)] == ["", "Позвонить"]

    def test_is_wired_to_both_kinds_of_trouble(self, work: Work) -> None:
        assert raise_task in work.reactions[NotificationFailed]
        assert raise_task in work.reactions[PaymentQuarantined]


class TestAddTask:
    def test_is_due_at_its_time_on_the_studios_clock(self, work: Work, house: House) -> None:
        task = add_task(
            work, deal_id=house.deal(stage=0), title="Позвонить", due_on=date(2026, 11, 24), due_time=time(10)
        )
        assert task.due_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

    def test_is_given_to_whom_it_names(self, work: Work, house: House) -> None:
        task = add_task(work, deal_id=house.deal(stage=0, manager=0), title="Смета", assignee_id="ivan")
        assert (task.assignee_id, task.assignee_name) == ("ivan", "ivan")
        with pytest.raises(NotFound):
            add_task(work, deal_id=house.deal(stage=0), title="Смета", assignee_id="nobody")

    def test_plans_its_reminder_as_a_durable_job(self, work: Work, house: House, jobs: RecordingJobs) -> None:
        tomorrow = (work.now() + timedelta(days=1)).date()
        task = add_task(
            work, deal_id=house.deal(stage=0), title="Звонок", due_on=tomorrow, due_time=time(10), remind_minutes=15
        )
        (job,) = [job for job in jobs.enqueued if job.job == REMIND]
        assert job.at == datetime(2026, 11, 24, 6, 45, tzinfo=UTC)
        assert job.args == {"task_id": task.id, "at": "2026-11-24T06:45:00+00:00"}

    def test_does_not_remind_of_what_is_past(self, work: Work, house: House, jobs: RecordingJobs) -> None:
        add_task(work, deal_id=house.deal(stage=0), title="Звонок", due_on=work.now().date(), remind_minutes=1440)
        assert jobs.enqueued == []


class TestOverdue:
    def test_is_what_should_have_been_done_before_now(self, work: Work, house: House) -> None:
        due = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
        task = add_task(work, deal_id=house.deal(stage=0), title="Звонок", due_on=date(2026, 11, 24), due_time=time(10))
        moments = [due - timedelta(microseconds=1), due, due + timedelta(microseconds=1)]
        assert [task.is_overdue(at) for at in moments] == [False, False, True]

    def test_is_nothing_that_has_no_day(self, work: Work, house: House) -> None:
        task = add_task(work, deal_id=house.deal(stage=0), title="Звонок")
        assert not task.is_overdue(work.now() + timedelta(days=10_000))


class TestRemind:
    def test_tells_of_the_task_once(self, work: Work, house: House, clock: FixedClock) -> None:
        task = self._planned(work, house)
        clock.advance(timedelta(days=1))
        for _ in range(2):
            remind(work, task_id=task.id, at=self._stamp(task))
        assert self._reminded(work) == [(EventKind.TASK_REMINDED, "anna")]

    def test_keeps_quiet_about_a_task_that_is_done_or_was_moved(self, work: Work, house: House) -> None:
        done, moved = self._planned(work, house), self._planned(work, house)
        finish_task(work, task_id=done.id)
        change_task(
            work,
            task_id=moved.id,
            title="Позже",
            due_on=date(2026, 12, 1),
            due_time=None,
            assignee_id="ivan",
            remind_minutes=60,
        )
        remind(work, task_id=done.id, at=self._stamp(done))
        remind(work, task_id=moved.id, at=self._stamp(moved))
        assert self._reminded(work) == []

    def _planned(self, work: Work, house: House) -> TaskView:
        return add_task(work, deal_id=house.deal(stage=0), title="Звонок", due_on=date(2026, 11, 24), remind_minutes=15)

    def _stamp(self, task: TaskView) -> str:
        assert task.remind_at is not None
        return task.remind_at.isoformat()

    def _reminded(self, work: Work) -> list[tuple[str, str]]:
        events = work.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.TASK_REMINDED))
        return [(event.kind, event.payload["assignee_id"]) for event in events]


class TestReopenTask:
    def test_takes_the_tick_back(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        task = add_task(work, deal_id=deal_id, title="Звонок")
        finish_task(work, task_id=task.id)
        assert [done.id for done in just_done(work, deal_id=deal_id, seconds=10)] == [task.id]
        for _ in range(2):
            reopen_task(work, task_id=task.id)
        assert [open_.id for open_ in open_tasks(work, deal_id=deal_id)] == [task.id]
        kinds = work.session.exec(select(TimelineEvent.kind).order_by(col(TimelineEvent.id))).all()
        assert kinds == [EventKind.TASK_ADDED, EventKind.TASK_DONE, EventKind.TASK_REOPENED]


class TestIdeas:
    @pytest.mark.parametrize(
        ("now", "days"),
        [
            (datetime(2026, 11, 23, 11, tzinfo=UTC), [23, 24, 25]),  # Monday
            (datetime(2026, 11, 23, 16, tzinfo=UTC), [24, 25]),
            (datetime(2026, 11, 27, 16, tzinfo=UTC), [30, 30]),  # Friday
            (datetime(2026, 11, 28, 11, tzinfo=UTC), [30, 30]),  # Saturday
        ],
    )
    def test_are_on_workdays_to_come(self, now: datetime, days: list[int]) -> None:
        found = ideas(now)
        assert [idea.due_on.day for idea in found] == days
        assert all(datetime.combine(idea.due_on, idea.due_time, tzinfo=UTC) > now for idea in found)

    def test_ask_about_what_lies_with_the_client(self) -> None:
        assert ideas(datetime(2026, 11, 23, 11, tzinfo=UTC), waiting_for="proposal")[-1].words == "ask_proposal"
