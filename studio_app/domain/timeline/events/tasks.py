"""What happens to tasks."""

from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class _OfTask(OnDeal):
    task_id: str
    task_kind: str | None
    title: str


class TaskPlanned(_OfTask):
    """A task as it is planned: for that day (of the studio's clock) and moment, ISO both, and that person."""

    due_on: str | None
    due_at: str | None
    assignee_id: str
    assignee_name: str


class TaskAdded(TaskPlanned):
    """There is something to do."""

    kind = EventKind.TASK_ADDED


class TaskChanged(TaskPlanned):
    """It is planned anew."""

    kind = EventKind.TASK_CHANGED


class TaskReminded(TaskPlanned):
    """Whoever has to do it is reminded."""

    kind = EventKind.TASK_REMINDED


class TaskDone(_OfTask):
    """It is ticked off."""

    kind = EventKind.TASK_DONE


class TaskReopened(_OfTask):
    """The tick was taken back."""

    kind = EventKind.TASK_REOPENED


class TaskHandedOver(OnDeal):
    """Open tasks went along with their deal to another person."""

    kind = EventKind.TASK_HANDED_OVER
    task_ids: tuple[str, ...]
    count: int
    assignee_before: str
    assignee_id: str
    assignee_name: str
