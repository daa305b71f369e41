"""A reaction: what a card shows of the next task is kept on the deal itself."""

from studio_app.domain.deals.models import Deal
from studio_app.domain.tasks.next import next_task_of
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

TASKS = ("task.added", "task.done", "task.changed", "task.reopened")
"""Events after which another task may be the next one."""


def renew_next_task(work: Work, event: TimelineEvent) -> None:
    """Reaction to what happens to tasks: the card shows the one due first, those without a date last."""
    deal = work.session.get(Deal, event.deal_id) if event.deal_id else None
    if deal is None:
        return
    task = next_task_of(work, deal_id=deal.id)
    due = task.due_at.replace(microsecond=0) if task and task.due_at else None
    deal.next_task = task.title if task else ""
    deal.next_task_kind = task.kind.value if task else ""
    deal.next_task_at = due
