"""Use case of the job that reminds of a task, and its planning."""

from datetime import timedelta
from typing import TypedDict

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.studio.current import zone
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.tasks import TaskReminded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

REMIND = "remind_task"


class PlannedTask(TypedDict):
    """The fields of events that tell how a task is planned."""

    deal_id: str
    task_id: str
    task_kind: str
    title: str
    due_on: str | None
    due_at: str | None
    assignee_id: str
    assignee_name: str


def remind(work: Work, *, task_id: str, at: str) -> None:
    """The job's use case: the moment `at` (ISO) has come; records task.reminded, once, if it still stands."""
    task = work.session.get(Task, task_id)
    if task is None:
        raise NotFound
    stands = task.done_at is None and task.reminded_at is None and task.remind_at is not None
    if stands and task.remind_at is not None and task.remind_at.isoformat() == at:
        task.reminded_at = work.now()
        assignee = work.session.get_one(User, task.assignee_id)
        record(work, TaskReminded(**task_as_planned(work, task, assignee)))


def plan_reminder(work: Work, task: Task, minutes: int | None) -> None:
    """Remind of the task so many minutes before it is due, instead of any earlier plan; not of what is past."""
    task.remind_at, task.reminded_at = None, None
    if minutes is None or task.due_at is None:
        return
    at = task.due_at - timedelta(minutes=max(0, minutes))
    if at <= work.now():
        return
    task.remind_at = at.astimezone(work.now().tzinfo)
    stamp = task.remind_at.isoformat()
    args = {"task_id": task.id, "at": stamp}
    work.jobs.enqueue(work.session, REMIND, key=f"task:{task.id}:{stamp}", args=args, at=task.remind_at)


def task_as_planned(work: Work, task: Task, assignee: User) -> PlannedTask:
    """What the timeline keeps of a task."""
    local = task.due_at.astimezone(zone(work)) if task.due_at else None
    return {
        "deal_id": task.deal_id,
        "task_id": task.id,
        "task_kind": task.kind.value,
        "title": task.title,
        "due_on": local.date().isoformat() if local else None,
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "assignee_id": assignee.id,
        "assignee_name": assignee.name,
    }
