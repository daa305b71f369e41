"""Query: which of a deal's open tasks comes next."""

from sqlmodel import col, select

from studio_app.domain.tasks.models import Task
from studio_app.domain.work import Work


def next_task_of(work: Work, *, deal_id: str) -> Task | None:
    """The row of the task due first, those without a date last; None when nothing is planned."""
    query = select(Task).where(Task.deal_id == deal_id, col(Task.done_at).is_(None))
    order = (col(Task.due_at).is_(None), col(Task.due_at), col(Task.created_at))
    return work.session.exec(query.order_by(*order).limit(1)).first()
