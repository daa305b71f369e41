"""Use cases: the next steps a person plans on a deal."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.deals.models import Task
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.timeline import record
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work

MAX_TITLE_LENGTH = 200
_END_OF_WORK = time(18)


@dataclass(frozen=True, slots=True)
class TaskView:
    """A planned step; `due_at` is None when it has no date."""

    id: str
    title: str
    due_at: datetime | None


def add_task(work: Work, *, deal_id: str, title: str, due_on: date | None = None) -> TaskView:
    """Plan a step for the deal's manager, due by the end of work of that day; records task.added."""
    deal = get_deal(work, deal_id)
    words = " ".join(title.split())
    if not words:
        raise Invalid(field="task", reason="required")
    if len(words) > MAX_TITLE_LENGTH:
        raise Invalid(field="task", reason="too_long", maximum=MAX_TITLE_LENGTH)
    task = Task(
        id=work.new_id(),
        deal_id=deal.id,
        assignee_id=deal.manager_id,
        title=words,
        due_at=_end_of(work, due_on) if due_on else None,
        created_at=work.now(),
    )
    work.session.add(task)
    record(
        work,
        "task.added",
        deal_id=deal.id,
        task_id=task.id,
        title=words,
        due_on=due_on.isoformat() if due_on else None,
    )
    return _view(task)


def finish_task(work: Work, *, task_id: str) -> None:
    """Tick a step off; records task.done, once. Raises NotFound."""
    task = work.session.get(Task, task_id)
    if task is None:
        raise NotFound
    if task.done_at is not None:
        return
    task.done_at = work.now()
    record(work, "task.done", deal_id=task.deal_id, task_id=task.id, title=task.title)


def open_tasks(work: Work, *, deal_id: str) -> tuple[TaskView, ...]:
    """What is still to do on the deal, the most urgent first, undated last."""
    query = select(Task).where(Task.deal_id == deal_id, col(Task.done_at).is_(None))
    rows = list(work.session.exec(query.order_by(col(Task.created_at))))
    return tuple(_view(row) for row in sorted(rows, key=_urgency))


def _urgency(task: Task) -> tuple[bool, float]:
    return task.due_at is None, task.due_at.timestamp() if task.due_at else 0.0


def _end_of(work: Work, day: date) -> datetime:
    studio = work.session.get(Studio, THE_STUDIO)
    return datetime.combine(day, _END_OF_WORK, tzinfo=ZoneInfo(studio.timezone if studio else "Europe/Moscow"))


def _view(task: Task) -> TaskView:
    return TaskView(id=task.id, title=task.title, due_at=task.due_at)
