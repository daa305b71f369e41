"""A reaction: what a card shows of the next task is kept on the deal itself."""

from studio_app.domain.deals.models import Deal
from studio_app.domain.tasks.next import next_task_of
from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.tasks import TaskAdded, TaskChanged, TaskDone, TaskReopened
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

TASKS = (TaskAdded, TaskDone, TaskChanged, TaskReopened)
"""Events after which another task may be the next one."""


def renew_next_task(work: Work, recorded: Recorded[OnDeal]) -> None:
    """Reaction to what happens to tasks: the card shows the one due first, those without a date last."""
    deal = work.session.get(Deal, recorded.event.deal_id)
    if deal is None:
        return
    task = next_task_of(work, deal_id=deal.id)
    due = task.due_at.replace(microsecond=0) if task and task.due_at else None
    deal.next_task = task.title if task else ""
    deal.next_task_kind = task.kind.value if task else ""
    deal.next_task_at = due
