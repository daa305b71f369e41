"""Use cases: the next steps on a deal, planned by a person or raised by trouble."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.deals.models import Deal, Task, TaskKind
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.timeline import TimelineEvent, record
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work

MAX_TITLE_LENGTH = 200
_END_OF_WORK = time(18)
_TROUBLE: Mapping[str, TaskKind] = {
    "notification.failed": TaskKind.LETTER_FAILED,
    "payment.quarantined": TaskKind.PAYMENT_QUARANTINED,
}


@dataclass(frozen=True, slots=True)
class TaskView:
    """A planned step; `due_at` is None when it has no date, `title` is empty unless the kind is its own."""

    id: str
    kind: TaskKind
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
    return _view(_add(work, deal, title=words, due_on=due_on))


def raise_task(work: Work, event: TimelineEvent) -> None:
    """Reaction to what needs a person: a task for the deal's manager, due today, one of a kind at a time."""
    kind = _TROUBLE[event.kind]
    if event.deal_id is None:
        return
    same = select(Task.id).where(Task.deal_id == event.deal_id, Task.kind == kind, col(Task.done_at).is_(None))
    if work.session.exec(same).first() is None:
        _add(work, get_deal(work, event.deal_id), kind=kind, due_on=work.now().astimezone(_zone(work)).date())


def finish_task(work: Work, *, task_id: str) -> None:
    """Tick a step off; records task.done, once. Raises NotFound."""
    task = work.session.get(Task, task_id)
    if task is None:
        raise NotFound
    if task.done_at is not None:
        return
    task.done_at = work.now()
    record(work, "task.done", deal_id=task.deal_id, task_id=task.id, task_kind=task.kind.value, title=task.title)


def open_tasks(work: Work, *, deal_id: str) -> tuple[TaskView, ...]:
    """What is still to do on the deal, the most urgent first, undated last."""
    query = select(Task).where(Task.deal_id == deal_id, col(Task.done_at).is_(None))
    rows = list(work.session.exec(query.order_by(col(Task.created_at))))
    return tuple(_view(row) for row in sorted(rows, key=_urgency))


def _add(work: Work, deal: Deal, *, due_on: date | None, title: str = "", kind: TaskKind = TaskKind.OWN) -> Task:
    task = Task(
        id=work.new_id(),
        deal_id=deal.id,
        assignee_id=deal.manager_id,
        kind=kind,
        title=title,
        due_at=_end_of(work, due_on) if due_on else None,
        created_at=work.now(),
    )
    work.session.add(task)
    record(
        work,
        "task.added",
        deal_id=deal.id,
        task_id=task.id,
        task_kind=kind.value,
        title=title,
        due_on=due_on.isoformat() if due_on else None,
    )
    return task


def _urgency(task: Task) -> tuple[bool, float]:
    return task.due_at is None, task.due_at.timestamp() if task.due_at else 0.0


def _end_of(work: Work, day: date) -> datetime:
    return datetime.combine(day, _END_OF_WORK, tzinfo=_zone(work))


def _zone(work: Work) -> ZoneInfo:
    studio = work.session.get(Studio, THE_STUDIO)
    return ZoneInfo(studio.timezone if studio else "Europe/Moscow")


def _view(task: Task) -> TaskView:
    return TaskView(id=task.id, kind=task.kind, title=task.title, due_at=task.due_at)
