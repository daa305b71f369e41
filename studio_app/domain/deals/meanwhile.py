"""Whether a deal is still as a person saw it. What they have changed themselves since is no surprise to them.

A second change may be sent while the answer to the first is on its way: it carries what was seen before both.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.errors import Stale
from studio_app.domain.deals.models import Deal, Task
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_COUNTED = ("deal.moved", "deal.ranked", "deal.assigned", "deal.changed")
"""The events with which a deal's version grows, by one each."""
_PLANNED = ("task.added", "task.changed")
_MOST = 20  # changes of one deal that one pair of hands can have under way


def check_version(work: Work, deal: Deal, version: int) -> None:
    """Raise Stale if anybody but the actor has changed the deal since it had that version."""
    since = deal.version - version
    if since == 0:
        return
    if not 0 < since <= _MOST:
        raise Stale
    newest = _newest(work, deal.id, _COUNTED, since)
    if not all(_is_own(work, event) for event in newest) or [event.payload.get("version") for event in newest] != list(
        range(deal.version, version, -1)
    ):
        raise Stale


def check_due(work: Work, task: Task, seen: int) -> None:
    """Raise Stale if anybody but the actor has put the task elsewhere since it was due then.

    `seen` in seconds of the epoch, 0 for a task without a day or none at all.
    """
    if _seconds(task.due_at) == seen:
        return
    for event in _newest(work, task.deal_id, _PLANNED, _MOST):
        if event.payload["task_id"] != task.id:
            continue
        due = event.payload["due_at"]
        if _seconds(datetime.fromisoformat(due) if due else None) == seen:
            return
        if not _is_own(work, event):
            raise Stale
        if event.kind == "task.added" and seen == 0:
            return
    raise Stale


def _newest(work: Work, deal_id: str, kinds: Sequence[str], count: int) -> Sequence[TimelineEvent]:
    """The deal's last events of those kinds, the newest first."""
    found = select(TimelineEvent).where(TimelineEvent.deal_id == deal_id, col(TimelineEvent.kind).in_(kinds))
    return work.session.exec(found.order_by(col(TimelineEvent.id).desc()).limit(count)).all()


def _is_own(work: Work, event: TimelineEvent) -> bool:
    # by the person and not by the tab: a card moved on the deal's page and then on the board is theirs twice
    return bool(work.actor.id) and (event.actor_kind, event.actor_id) == (work.actor.kind, work.actor.id)


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0
