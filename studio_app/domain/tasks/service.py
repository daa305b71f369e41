"""Use cases: the next steps on a deal, planned by a person or raised by trouble."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.team import holders, worker
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.tasks.due import due_moment, next_evening
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.reminders import plan_reminder, task_as_planned
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.estimates import EstimateDoubtful, EstimateFailed
from studio_app.domain.timeline.events.leads import LeadUnanswered
from studio_app.domain.timeline.events.money import DisputeOpened, PaymentDiffers, PaymentQuarantined, RefundFailed
from studio_app.domain.timeline.events.notifications import NotificationFailed
from studio_app.domain.timeline.events.tasks import TaskAdded, TaskChanged, TaskDone, TaskReminded, TaskReopened
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_TITLE_LENGTH = 200
_TROUBLE: Mapping[type[Event], TaskKind] = {
    NotificationFailed: TaskKind.LETTER_FAILED,
    LeadUnanswered: TaskKind.LEAD_UNANSWERED,
    PaymentQuarantined: TaskKind.PAYMENT_QUARANTINED,
    DisputeOpened: TaskKind.PAYMENT_DISPUTED,
    RefundFailed: TaskKind.REFUND_FAILED,
    PaymentDiffers: TaskKind.PAYMENT_DIFFERS,
    EstimateFailed: TaskKind.ESTIMATE_FAILED,
    EstimateDoubtful: TaskKind.ESTIMATE_DOUBTFUL,
}


@dataclass(frozen=True, slots=True)
class TaskView:
    """A step; `due_at` is None when it has no date, `title` is empty unless the kind is its own."""

    id: str
    kind: TaskKind
    title: str
    due_at: datetime | None
    remind_at: datetime | None
    done_at: datetime | None
    assignee_id: str
    assignee_name: str

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by that moment."""
        return self.due_at is not None and self.due_at < now


def add_task(
    work: Work,
    *,
    deal_id: str,
    title: str,
    due_on: date | None = None,
    due_time: time | None = None,
    assignee_id: str | None = None,
    remind_minutes: int | None = None,
) -> TaskView:
    """Plan a step for the deal's manager or somebody else; records task.added.

    It is due at `due_time` of that day on the studio's clock, by the end of work without a time, and
    reminded of `remind_minutes` before. Raises Invalid, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    assignee = worker(work, assignee_id) if assignee_id else work.session.get_one(User, deal.manager_id)
    task = _add(work, deal, assignee=assignee, title=_words(title), due_at=due_moment(work, due_on, due_time))
    plan_reminder(work, task, remind_minutes)
    return _view(task, assignee)


def change_task(
    work: Work,
    *,
    task_id: str,
    title: str,
    due_on: date | None,
    due_time: time | None,
    assignee_id: str,
    remind_minutes: int | None,
) -> TaskView:
    """Plan an open step anew; records task.changed. Raises Invalid, NotFound."""
    require(work, Permission.EDIT_DEALS)
    task = _open(work, task_id)
    assignee = worker(work, assignee_id)
    task.title = _words(title) if task.kind is TaskKind.OWN else task.title
    task.assignee_id, task.due_at = assignee.id, due_moment(work, due_on, due_time)
    plan_reminder(work, task, remind_minutes)
    record(work, TaskChanged(**task_as_planned(work, task, assignee)))
    return _view(task, assignee)


def raise_task(work: Work, recorded: Recorded[Event]) -> None:
    """Reaction to what needs a person: a task for the deal's manager by the next evening, one of a kind at a time."""
    kind, deal_id = _TROUBLE[type(recorded.event)], recorded.event.deal_id
    if deal_id is None:
        return
    same = select(Task.id).where(Task.deal_id == deal_id, Task.kind == kind, col(Task.done_at).is_(None))
    if work.session.exec(same).first() is None:
        deal = get_deal(work, deal_id)
        _add(work, deal, kind=kind, assignee=work.session.get_one(User, deal.manager_id), due_at=next_evening(work))


def finish_trouble(work: Work, *, deal_id: str, kind: TaskKind) -> None:
    """What raised a task is over: nobody needs to do anything about it any more."""
    same = select(Task.id).where(Task.deal_id == deal_id, Task.kind == kind, col(Task.done_at).is_(None))
    for task_id in work.session.exec(same).all():
        _finish(work, task_id)


def ask_owner(work: Work, *, deal_id: str, kind: TaskKind, title: str) -> None:
    """A task for the owner by the next evening, with a letter at once; asked again, it says the newer title."""
    # a sentence made by us, sometimes with a long name in it
    deal, words = get_deal(work, deal_id), _words(title[:MAX_TITLE_LENGTH])
    owner = next(iter(holders(work, Permission.EXCEED_DISCOUNT)), None) or work.session.get_one(User, deal.manager_id)
    same = select(Task).where(Task.deal_id == deal_id, Task.kind == kind, col(Task.done_at).is_(None))
    task = work.session.exec(same).first()
    if task is None:
        task = _add(work, deal, kind=kind, assignee=owner, title=words, due_at=next_evening(work))
    elif task.title == words:
        return
    task.title, task.reminded_at = words, work.now()
    record(work, TaskReminded(**task_as_planned(work, task, owner)))


def finish_task(work: Work, *, task_id: str) -> None:
    """Tick a step off; records task.done, once. Raises NotFound."""
    require(work, Permission.EDIT_DEALS)
    _finish(work, task_id)


def _finish(work: Work, task_id: str) -> None:
    task = _get(work, task_id)
    if task.done_at is None:
        task.done_at = work.now()
        record(work, TaskDone(deal_id=task.deal_id, task_id=task.id, task_kind=task.kind.value, title=task.title))


def reopen_task(work: Work, *, task_id: str) -> None:
    """Take the tick back; records task.reopened, once. Raises NotFound."""
    require(work, Permission.EDIT_DEALS)
    task = _get(work, task_id)
    if task.done_at is not None:
        task.done_at = None
        record(work, TaskReopened(deal_id=task.deal_id, task_id=task.id, task_kind=task.kind.value, title=task.title))


def open_tasks(work: Work, *, deal_id: str) -> tuple[TaskView, ...]:
    """What is still to do on the deal, the most urgent first, undated last."""
    return tuple(sorted(_tasks(work, deal_id, col(Task.done_at).is_(None)), key=_urgency))


def just_done(work: Work, *, deal_id: str, seconds: int) -> tuple[TaskView, ...]:
    """What was ticked off in the last `seconds`, to be taken back."""
    return tuple(_tasks(work, deal_id, col(Task.done_at) > work.now() - timedelta(seconds=seconds)))


def _tasks(work: Work, deal_id: str, *where: ColumnElement[bool]) -> list[TaskView]:
    query = select(Task, User).join(User, col(User.id) == col(Task.assignee_id)).where(Task.deal_id == deal_id, *where)
    return [_view(task, person) for task, person in work.session.exec(query.order_by(col(Task.created_at)))]


def _add(
    work: Work, deal: Deal, *, assignee: User, due_at: datetime | None, title: str = "", kind: TaskKind = TaskKind.OWN
) -> Task:
    task = Task(
        id=work.new_id(),
        deal_id=deal.id,
        assignee_id=assignee.id,
        kind=kind,
        title=title,
        due_at=due_at,
        created_at=work.now(),
    )
    work.session.add(task)
    record(work, TaskAdded(**task_as_planned(work, task, assignee)))
    return task


def _words(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise Invalid(field="title", reason="required")
    if len(words) > MAX_TITLE_LENGTH:
        raise Invalid(field="title", reason="too_long", maximum=MAX_TITLE_LENGTH)
    return words


def _get(work: Work, task_id: str) -> Task:
    task = work.session.get(Task, task_id)
    if task is None:
        raise NotFound
    return task


def _open(work: Work, task_id: str) -> Task:
    task = _get(work, task_id)
    if task.done_at is not None:
        raise NotFound
    return task


def _urgency(task: TaskView) -> tuple[bool, float]:
    return task.due_at is None, task.due_at.timestamp() if task.due_at else 0.0


def _view(task: Task, assignee: User) -> TaskView:
    return TaskView(
        id=task.id,
        kind=task.kind,
        title=task.title,
        due_at=task.due_at,
        remind_at=task.remind_at,
        done_at=task.done_at,
        assignee_id=assignee.id,
        assignee_name=assignee.name,
    )
