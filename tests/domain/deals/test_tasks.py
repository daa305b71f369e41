"""Tasks of a deal."""

from sqlmodel import select

from studio_app.domain.deals.models import Task, TaskKind
from studio_app.domain.deals.tasks import add_task, finish_task, open_tasks, raise_task
from studio_app.domain.timeline import TimelineEvent, record
from studio_app.domain.work import Work
from tests.domain.deals.conftest import House


def fail(work: Work, deal_id: str, kind: str) -> TimelineEvent:
    work.reactions = {kind: [raise_task]}
    return record(work, kind, deal_id=deal_id, problem="mailbox full")


class TestRaiseTask:
    def test_plans_it_for_the_manager_today(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0, manager=1)
        fail(work, deal_id, "notification.failed")
        fail(work, deal_id, "payment.quarantined")
        tasks = work.session.exec(select(Task)).all()
        assert {task.kind for task in tasks} == {TaskKind.LETTER_FAILED, TaskKind.PAYMENT_QUARANTINED}
        assert {task.assignee_id for task in tasks} == {"ivan"}
        assert {task.due_at.date() for task in tasks if task.due_at} == {work.now().date()}

    def test_says_it_once_until_it_is_done(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for _ in range(3):
            fail(work, deal_id, "notification.failed")
        (task,) = open_tasks(work, deal_id=deal_id)
        finish_task(work, task_id=task.id)
        fail(work, deal_id, "notification.failed")
        (again,) = open_tasks(work, deal_id=deal_id)
        assert again.id != task.id

    def test_leaves_the_tasks_of_people_alone(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_task(work, deal_id=deal_id, title="Позвонить")
        fail(work, deal_id, "notification.failed")
        assert [task.title for task in open_tasks(work, deal_id=deal_id)] == ["", "Позвонить"]

    def test_is_wired_to_both_kinds_of_trouble(self, work: Work) -> None:
        assert raise_task in work.reactions["notification.failed"]
        assert raise_task in work.reactions["payment.quarantined"]
