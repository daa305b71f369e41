"""Use cases: handing over deals with their open tasks, one or all that a manager has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, may, require
from studio_app.domain.accounts.team import worker
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import query_words
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.tasks import TaskHandedOver
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

SHOWN = 200


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A deal that could be handed over, with the number of its open tasks."""

    id: str
    number: int
    title: str
    client: str
    stage_ru: str
    stage_en: str
    amount: Money
    tasks: int


@dataclass(frozen=True, slots=True)
class Handover:
    """What a manager has that passes the filter: the newest rows, and how many deals in all."""

    rows: tuple[HandoverRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How much went over."""

    deals: int
    tasks: int


def deals_of_manager(
    work: Work, *, manager_id: str, stage_id: str = "", text: str = "", closed: bool = False
) -> Handover:
    """The open deals of a manager (all of them if `closed`), in one stage, with every word of `text`."""
    tasks = (
        select(Task.deal_id, func.count().label("open"))
        .where(col(Task.done_at).is_(None))
        .group_by(col(Task.deal_id))
        .subquery()
    )
    where = _where(work, manager_id=manager_id, stage_id=stage_id, text=text, closed=closed)
    joined = select(func.count()).select_from(Deal).join(Stage, col(Stage.id) == col(Deal.stage_id))
    total = work.session.exec(joined.where(*where)).one()
    rows = work.session.exec(
        select(Deal, Client, Stage, tasks.c.open)
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .join(Client, col(Client.id) == col(Deal.client_id))
        .join(tasks, tasks.c.deal_id == Deal.id, isouter=True)
        .where(*where)
        .order_by(col(Deal.created_at).desc(), col(Deal.id))
        .limit(SHOWN)
    )
    return Handover(rows=tuple(_row(*row) for row in rows), total=total)


def hand_over_all(
    work: Work, *, manager_id: str, to_id: str, stage_id: str = "", text: str = "", closed: bool = False
) -> HandedOver:
    """Give everything that the same filter shows to `to_id`. Raises as `hand_over`."""
    where = _where(work, manager_id=manager_id, stage_id=stage_id, text=text, closed=closed)
    query = select(Deal.id).join(Stage, col(Stage.id) == col(Deal.stage_id)).where(*where)
    return hand_over(work, deal_ids=work.session.exec(query).all(), to_id=to_id)


def hand_over(work: Work, *, deal_ids: Sequence[str], to_id: str) -> HandedOver:
    """Give deals with their open tasks to another active person; each deal's timeline says so.

    For everybody by whoever manages people, else one's own deals. Raises Forbidden, NotFound, Invalid.
    """
    require(work, Permission.EDIT_DEALS)
    moved, tasks = 0, 0
    for deal_id in deal_ids:
        deal = get_deal(work, deal_id)
        if not (may(work.actor, Permission.MANAGE_PEOPLE) or work.actor.id == deal.manager_id):
            raise Forbidden
        if deal.manager_id != to_id:
            tasks += pass_on(work, deal_id=deal.id, to_id=to_id, version=deal.version)
            moved += 1
    if not moved:
        raise Invalid(field="deals", reason="nothing_to_hand_over")
    return HandedOver(deals=moved, tasks=tasks)


def pass_on(work: Work, *, deal_id: str, to_id: str, version: int) -> int:
    """Give one deal, with the open tasks of the person it is taken from; returns how many tasks went along.

    Raises Stale if somebody else changed the deal since `version`, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    before = get_deal(work, deal_id).manager_id
    person = worker(work, to_id)
    assign(work, deal_id=deal_id, manager_id=to_id, version=version)
    if before == to_id:
        return 0
    tasks = work.session.exec(
        select(Task).where(Task.deal_id == deal_id, Task.assignee_id == before, col(Task.done_at).is_(None))
    ).all()
    for task in tasks:
        task.assignee_id = to_id
    if tasks:
        record(
            work,
            TaskHandedOver(
                deal_id=deal_id,
                task_ids=tuple(task.id for task in tasks),
                count=len(tasks),
                assignee_before=before,
                assignee_id=to_id,
                assignee_name=person.name,
            ),
        )
    return len(tasks)


def _where(work: Work, *, manager_id: str, stage_id: str, text: str, closed: bool) -> list[ColumnElement[bool]]:
    where = [col(Deal.manager_id) == manager_id]
    if stage_id:
        where.append(col(Deal.stage_id) == stage_id)
    if not closed:
        where.append(col(Stage.kind) == StageKind.OPEN)
    if words := query_words(text):
        where.append(col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=words)))
    return where


def _row(deal: Deal, client: Client, stage: Stage, tasks: int | None) -> HandoverRow:
    return HandoverRow(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        client=client.name,
        stage_ru=stage.name_ru,
        stage_en=stage.name_en,
        amount=Money(deal.amount, deal.currency),
        tasks=tasks or 0,
    )
