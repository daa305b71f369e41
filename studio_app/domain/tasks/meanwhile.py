"""Whether a task is still where a person saw it; what they have changed themselves since is no surprise to them."""

from datetime import datetime

from studio_app.core.errors import Stale
from studio_app.domain.deals.meanwhile import MOST, is_own, newest_of
from studio_app.domain.tasks.models import Task
from studio_app.domain.work import Work

_PLANNED = ("task.added", "task.changed")


def check_due(work: Work, task: Task, seen: int) -> None:
    """Raise Stale if anybody but the actor has put the task elsewhere since it was due then.

    `seen` in seconds of the epoch, 0 for a task without a day or none at all.
    """
    if _seconds(task.due_at) == seen:
        return
    for event in newest_of(work, task.deal_id, _PLANNED, MOST):
        if event.payload["task_id"] != task.id:
            continue
        due = event.payload["due_at"]
        if _seconds(datetime.fromisoformat(due) if due else None) == seen:
            return
        if not is_own(work, event):
            raise Stale
        if event.kind == "task.added" and seen == 0:
            return
    raise Stale


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0
