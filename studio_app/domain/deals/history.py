"""Query: the history of a deal or of all deals of a client, newest first, in windows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.deals import ContactWithdrawn, NoteWithdrawn
from studio_app.domain.timeline.events.every import event_of
from studio_app.domain.timeline.events.files import FileRestored
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.work import Work

PAGE = 40
TAKEN_BACK = (NoteWithdrawn, ContactWithdrawn, FileRestored)
"""What is not told, and neither is the event that it takes back."""


class HistoryKind(StrEnum):
    """What a reader of the history may look for."""

    ALL = "all"
    NOTES = "notes"
    LETTERS = "letters"
    DOCUMENTS = "documents"
    MONEY = "money"
    TASKS = "tasks"
    MOVES = "moves"


_KINDS: Mapping[HistoryKind, frozenset[EventKind]] = {
    HistoryKind.NOTES: frozenset({EventKind.NOTE_ADDED, EventKind.CONTACT_MADE}),
    HistoryKind.LETTERS: EventKind.of("notification", "message", "lead"),
    HistoryKind.DOCUMENTS: EventKind.of("brief", "estimate", "proposal", "contract", "document", "file", "requisites"),
    HistoryKind.MONEY: EventKind.of(
        *("invoice", "work", "payment", "fee", "refund", "dispute", "chargeback", "write_off", "correction"),
        *("exchange", "exchange_difference", "conversion", "conversion_difference", "difference"),
    ),
    HistoryKind.TASKS: EventKind.of("task"),
    HistoryKind.MOVES: EventKind.of("deal"),
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A recorded event as the history tells it; `ip` and `user_agent` where it came from, if known.

    `event` is None for a `kind` that only an older version recorded.
    """

    id: int
    deal_id: str
    kind: str
    at: datetime
    actor_kind: ActorKind
    actor_id: str
    actor_name: str
    ip: str
    user_agent: str
    event: Event | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A window of the history and whether there is an earlier one."""

    entries: tuple[TimelineEntry, ...]
    more: bool


def history(
    work: Work,
    *,
    deal_id: str,
    kind: HistoryKind = HistoryKind.ALL,
    by: str = "",
    hidden: Collection[EventKind] = (),
    limit: int = PAGE,
) -> HistoryPage:
    """The newest `limit` events of the deal of that kind, without the `hidden` ones and what was taken back.

    `by` is the id of a person of the studio, or another kind of actor: `client`, `provider`, `system`.
    """
    return _page(work, col(TimelineEvent.deal_id) == deal_id, kind=kind, by=by, hidden=hidden, limit=limit)


def client_history(
    work: Work,
    *,
    client_id: str,
    kind: HistoryKind = HistoryKind.ALL,
    by: str = "",
    hidden: Collection[EventKind] = (),
    limit: int = PAGE,
) -> HistoryPage:
    """The newest events of all deals of the client; the rest as for `history`."""
    return _page(work, _of_client(client_id), kind=kind, by=by, hidden=hidden, limit=limit)


def actors(work: Work, *, deal_id: str = "", client_id: str = "") -> tuple[tuple[str, str], ...]:
    """Who has done something to the deal (or to any of the client's), as `by` and name, people first.

    The name of anybody but people is empty.
    """
    whose = col(TimelineEvent.deal_id) == deal_id if deal_id else _of_client(client_id)
    kind, person = col(TimelineEvent.actor_kind), col(TimelineEvent.actor_id)
    query = select(kind, person, func.max(col(TimelineEvent.actor_name))).where(whose).group_by(kind, person)
    found = {
        (person_id, name) if kind is ActorKind.STAFF else (kind.value, "")
        for kind, person_id, name in work.session.exec(query)
    }
    return tuple(sorted(found, key=lambda one: (not one[1], one[1], one[0])))


def deal_titles(work: Work, *, client_id: str) -> Mapping[str, str]:
    """The titles of the client's deals by id."""
    return dict(work.session.exec(select(Deal.id, Deal.title).where(Deal.client_id == client_id)).all())


def _of_client(client_id: str) -> ColumnElement[bool]:
    return col(TimelineEvent.deal_id).in_(select(Deal.id).where(Deal.client_id == client_id))


def _page(
    work: Work, whose: ColumnElement[bool], *, kind: HistoryKind, by: str, hidden: Collection[EventKind], limit: int
) -> HistoryPage:
    silent = [*hidden, *(one.kind for one in TAKEN_BACK)]
    query = select(TimelineEvent).where(whose, col(TimelineEvent.kind).not_in([one.value for one in silent]))
    if by in set(ActorKind):
        query = query.where(TimelineEvent.actor_kind == ActorKind(by))
    elif by:
        query = query.where(TimelineEvent.actor_kind == ActorKind.STAFF, TimelineEvent.actor_id == by)
    if kind in _KINDS:
        query = query.where(col(TimelineEvent.kind).in_([one.value for one in _KINDS[kind]]))
    taken_back = _taken_back(work, whose)
    if taken_back:
        query = query.where(col(TimelineEvent.id).not_in(taken_back))
    rows = work.session.exec(query.order_by(col(TimelineEvent.id).desc()).limit(limit + 1)).all()
    return HistoryPage(entries=tuple(_entry(row) for row in rows[:limit]), more=len(rows) > limit)


def _taken_back(work: Work, whose: ColumnElement[bool]) -> list[int]:
    return [one.event.event_id for one in recorded_events(work, *TAKEN_BACK, where=[whose])]


def _entry(row: TimelineEvent) -> TimelineEntry:
    return TimelineEntry(
        id=row.id or 0,
        deal_id=row.deal_id or "",
        kind=row.kind,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        ip=row.ip,
        user_agent=row.user_agent,
        event=event_of(row),
    )
