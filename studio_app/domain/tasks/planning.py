"""Use cases of the table and the calendar: a task put to another day, and what comes next said in one line."""

from datetime import date, datetime

from studio_app.core.errors import NotFound, Stale
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.studio.current import zone
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.next import next_task_of
from studio_app.domain.tasks.own_changes import check_due
from studio_app.domain.tasks.service import TaskView, add_task, change_task
from studio_app.domain.work import Work


def put_off(work: Work, *, task_id: str, due_on: date, seen: int) -> TaskView:
    """Put an open task to another day, at its time of day and with its reminder as long before; records task.changed.

    `seen` is when it was due as the person saw it, in seconds of the epoch. Raises Stale if somebody else
    has put it elsewhere since, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    task = work.session.get(Task, task_id)
    if task is None or task.done_at is not None:
        raise NotFound
    check_due(work, task, seen)
    return _change(work, task, title=task.title, due_on=due_on)


def plan_next(work: Work, *, deal_id: str, title: str, due_on: date | None, seen: int) -> TaskView:
    """Say what comes next on a deal: the next task is changed, or added where there is none.

    `seen` as in `put_off`, 0 for a task without a day or none at all. Raises Stale, Invalid, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    task = next_task_of(work, deal_id=deal_id)
    if task is None:
        if seen:
            raise Stale
        return add_task(work, deal_id=deal_id, title=title, due_on=due_on)
    check_due(work, task, seen)
    return _change(work, task, title=title if task.kind is TaskKind.OWN else task.title, due_on=due_on)


def _change(work: Work, task: Task, *, title: str, due_on: date | None) -> TaskView:
    return change_task(
        work,
        task_id=task.id,
        title=title,
        due_on=due_on,
        due_time=task.due_at.astimezone(zone(work)).time() if task.due_at else None,
        assignee_id=task.assignee_id,
        remind_minutes=_minutes_before(task.due_at, task.remind_at),
    )


def _minutes_before(due_at: datetime | None, remind_at: datetime | None) -> int | None:
    return int((due_at - remind_at).total_seconds() // 60) if due_at and remind_at else None
