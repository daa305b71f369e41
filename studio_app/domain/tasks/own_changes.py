"""Whether a task is still where a person saw it; what they have changed themselves since is no surprise to them."""

from datetime import datetime

from studio_app.core.errors import Stale
from studio_app.domain.deals.own_changes import MOST, is_own
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.tasks import TaskAdded, TaskChanged
from studio_app.domain.timeline.reading import newest
from studio_app.domain.work import Work


def check_due(work: Work, task: Task, seen: int) -> None:
    """Raise Stale if anybody but the actor has put the task elsewhere since it was due then.

    `seen` in seconds of the epoch, 0 for a task without a day or none at all.
    """
    if _seconds(task.due_at) == seen:
        return
    for change in newest(work, TaskAdded, TaskChanged, deal_id=task.deal_id, limit=MOST):
        planned = change.event
        if planned.task_id != task.id:
            continue
        if _seconds(datetime.fromisoformat(planned.due_at) if planned.due_at else None) == seen:
            return
        if not is_own(work, change):
            raise Stale
        if isinstance(planned, TaskAdded) and seen == 0:
            return
    raise Stale


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0
