"""Query: the board as a calendar: open tasks of the filter's deals by their day on the studio's clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, false, func
from sqlalchemy import select as columns
from sqlmodel import col

from studio_app.domain.board.cards import Opening, open_board
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.current import start_of_day, zone
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.models import Task
from studio_app.domain.work import Work

MOST_OVERDUE = 40
"""Tasks overdue since before the first day that are told one by one."""


@dataclass(frozen=True, slots=True)
class DueTask:
    """An open task; `title` is empty unless the kind is its own; `at` is on the studio's clock."""

    id: str
    kind: TaskKind
    title: str
    at: datetime
    deal_id: str
    deal: str
    client: str
    manager_id: str  # of the deal


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day with the number of its tasks and the first of them."""

    day: date
    count: int
    tasks: tuple[DueTask, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Days in a row, and what has been overdue since before them; `opening` has the totals of the filter."""

    opening: Opening
    days: tuple[AgendaDay, ...]
    overdue: AgendaDay
    now: datetime  # on the studio's clock


def open_agenda(work: Work, *, where: BoardFilter, span: Callable[[date], tuple[date, int]], each: int) -> Agenda:
    """The tasks of some days, `each` of a day at most; `span` makes today into the first day and their number.

    Deals that are lost need nothing any more: their tasks are left out.
    """
    opening, clock = open_board(work, where=where, window=0), zone(work)
    now = work.now().astimezone(clock)
    begin, days = span(now.date())
    start, end = start_of_day(begin, clock), start_of_day(begin + timedelta(days=days), clock)
    open_tasks = _open_tasks(work, opening)
    due = _due(work, open_tasks.where(col(Task.due_at) >= start, col(Task.due_at) < end))
    dated = {day: list(ids) for day, ids in groupby(due, key=lambda one: one[1].astimezone(clock).date())}
    past = open_tasks.where(col(Task.due_at) < start) if start <= now else open_tasks.where(false())
    missed = [key for key, _ in reversed(_due(work, past, newest=MOST_OVERDUE))]
    count = (
        work.session.connection().execute(past.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    )
    wanted = {key for ids in dated.values() for key, _ in ids[:each]} | set(missed)
    known = {task.id: task for task in _tasks(work, wanted, clock)}
    return Agenda(
        opening=opening,
        days=tuple(_agenda_day(begin + timedelta(days=offset), dated, known) for offset in range(days)),
        overdue=AgendaDay(begin, count, tuple(known[key] for key in missed)),
        now=now,
    )


def _agenda_day(day: date, dated: dict[date, list[tuple[str, datetime]]], known: dict[str, DueTask]) -> AgendaDay:
    ids = dated.get(day, [])
    return AgendaDay(day, len(ids), tuple(known[key] for key, _ in ids if key in known))


def _open_tasks(work: Work, opening: Opening) -> Select[*tuple[Any, ...]]:
    """Ids and moments of the open tasks of the filter's deals, but of the lost ones."""
    stages = [column.stage_id for column in opening.columns if column.kind is not StageKind.LOST]
    wanted: list[Any] = [col(Task.id), col(Task.due_at)]
    query = columns(*wanted).join(Deal, col(Deal.id) == col(Task.deal_id))
    return query.where(col(Task.done_at).is_(None), col(Deal.stage_id).in_(stages), *opening.prepared.conditions(work))


def _due(work: Work, query: Select[*tuple[Any, ...]], *, newest: int = 0) -> list[tuple[str, datetime]]:
    """The tasks of the query by the clock; the last `newest` of them backwards, where that is asked for."""
    order = (col(Task.due_at).desc(), col(Task.id).desc()) if newest else (col(Task.due_at), col(Task.id))
    found = work.session.connection().execute(query.order_by(*order).limit(newest or None))
    return [(row.id, row.due_at) for row in found]


def _tasks(work: Work, ids: Iterable[str], clock: ZoneInfo) -> Iterable[DueTask]:
    wanted: list[Any] = [
        col(Task.id),
        col(Task.kind),
        col(Task.title),
        col(Task.due_at),
        col(Task.deal_id),
        col(Deal.title).label("deal"),
        col(Client.name).label("client"),
        col(Deal.manager_id),
    ]
    query: Select[*tuple[Any, ...]] = (
        columns(*wanted)
        .join(Deal, col(Deal.id) == col(Task.deal_id))
        .join(Client, col(Client.id) == col(Deal.client_id))
        .where(col(Task.id).in_(ids))
    )
    for row in work.session.connection().execute(query):
        at = row.due_at.astimezone(clock)
        yield DueTask(row.id, row.kind, row.title, at, row.deal_id, row.deal, row.client, row.manager_id)
