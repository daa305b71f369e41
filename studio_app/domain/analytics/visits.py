"""Reactions: the timeline's moves become visits, in the transaction of the move."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.kinds import SALES, StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.events.deals import DealAssigned, DealChained, DealCreated, DealMoved, DealWithdrawn
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

Beginning = DealCreated | DealChained
"""The events with which a deal begins."""
Placed = Beginning | DealMoved | DealAssigned
"""The events after which a deal is in another stage, or somebody else's."""
PLACED: tuple[type[Placed], ...] = (DealCreated, DealChained, DealMoved, DealAssigned)


def note_visit(work: Work, recorded: Recorded[Placed]) -> None:
    """Keep the visits current after `deal.created`, `deal.chained`, `deal.moved` or `deal.assigned`.

    The measures are those of the sales line: what a deal does in other pipelines is not counted again.
    """
    deal = work.session.get(Deal, recorded.event.deal_id)
    if deal is not None:
        _note(work, recorded, deal)


def forget_visits(work: Work, recorded: Recorded[DealWithdrawn]) -> None:
    """After `deal.withdrawn`: a deal that is taken back was in no stage."""
    work.session.exec(delete(StageVisit).where(col(StageVisit.deal_id) == recorded.event.withdrawn_id))


def rebuild_visits(work: Work) -> int:
    """Derive all visits anew from the timeline, e.g. after an import; returns how many there are."""
    work.session.exec(delete(StageVisit))
    events = recorded_events(work, *PLACED)
    stages = {stage.id: stage for stage in work.session.exec(select(Stage))}
    deals = {deal.id: deal for deal in work.session.exec(select(Deal))}
    first_stages, managers = _beginnings(events, deals)
    stays: dict[str, list[StageVisit]] = defaultdict(list)
    for recorded in events:
        event = recorded.event
        deal = deals[event.deal_id]
        visit = stays[deal.id][-1] if stays[deal.id] else None
        if isinstance(event, DealAssigned):
            managers[deal.id] = event.manager_id
            _assign(visit, event)
            continue
        stage = stages[event.to_stage if isinstance(event, DealMoved) else first_stages[deal.id]]
        if stage.pipeline_id != SALES:
            continue
        before = stays[deal.id][-2] if len(stays[deal.id]) > 1 else None
        if visit is not None and before is not None and _is_back(event, before, visit):
            stays[deal.id].pop()
            _go_on(before, managers[deal.id])
            continue
        if visit is not None:
            _end(visit, recorded.at, stages[visit.stage_id], stage)
        stays[deal.id].append(_start(work, recorded, deal, stage, after=visit))
        stays[deal.id][-1].manager_id = managers[deal.id]
    kept = [visit for visits in stays.values() for visit in visits]
    work.session.add_all(kept)
    work.session.flush()
    return len(kept)


def _beginnings(events: Sequence[Recorded[Placed]], deals: Mapping[str, Deal]) -> tuple[dict[str, str], dict[str, str]]:
    """The stage and the manager that each deal began with: what its first move and assignment left."""
    stages = {deal.id: deal.stage_id for deal in deals.values()}
    managers = {deal.id: deal.manager_id for deal in deals.values()}
    for event in (recorded.event for recorded in reversed(events)):
        if isinstance(event, DealMoved):
            stages[event.deal_id] = event.from_stage
        elif isinstance(event, DealAssigned):
            managers[event.deal_id] = event.manager_before
    return stages, managers


def _note(work: Work, recorded: Recorded[Placed], deal: Deal) -> None:
    event = recorded.event
    visit = None if isinstance(event, Beginning) else _current(work, deal)
    if isinstance(event, DealAssigned):
        _assign(visit, event)
        return
    stage = work.session.get_one(Stage, event.to_stage if isinstance(event, DealMoved) else deal.stage_id)
    if stage.pipeline_id != SALES:
        return
    if visit is not None:
        before = _before(work, visit)
        if before is not None and _is_back(event, before, visit):
            work.session.delete(visit)
            _go_on(before, deal.manager_id)
            return
        _end(visit, recorded.at, work.session.get_one(Stage, visit.stage_id), stage)
    work.session.add(_start(work, recorded, deal, stage, after=visit))


def _current(work: Work, deal: Deal) -> StageVisit | None:
    query = select(StageVisit).where(StageVisit.deal_id == deal.id, col(StageVisit.left_at).is_(None))
    return work.session.exec(query).first()


def _before(work: Work, visit: StageVisit) -> StageVisit | None:
    query = select(StageVisit).where(
        StageVisit.deal_id == visit.deal_id, col(StageVisit.left_at) == visit.entered_at, StageVisit.id != visit.id
    )
    # moves of one moment have left several: the last of them
    return work.session.exec(query.order_by(col(StageVisit.entered_at).desc(), col(StageVisit.id).desc())).first()


def _is_back(event: Beginning | DealMoved, before: StageVisit, visit: StageVisit) -> bool:
    """Whether the move takes the last one back: the deal never left the stage of `before`."""
    if not isinstance(event, DealMoved) or not event.taken_back:
        return False
    return (before.stage_id, before.left_at) == (event.to_stage, visit.entered_at)


def _go_on(visit: StageVisit, manager_id: str) -> None:
    visit.left_at = visit.seconds = visit.forward = None
    if visit.kind is StageKind.OPEN:
        visit.manager_id = manager_id


def _start(work: Work, recorded: Recorded[Placed], deal: Deal, stage: Stage, *, after: StageVisit | None) -> StageVisit:
    first, at = after is None, recorded.at
    moved = recorded.event if isinstance(recorded.event, DealMoved) else None
    return StageVisit(
        id=work.new_id(),
        deal_id=deal.id,
        stage_id=stage.id,
        kind=stage.kind,
        first=first and deal.chained_from is None,  # a deal chained to another was no lead
        manager_id=deal.manager_id,
        channel_id=deal.channel_id,
        entered_at=at if after is None else max(at, after.entered_at),
        lost_reason_id=moved.lost_reason_id if moved else None,
        amount=moved.amount if moved else 0 if first else deal.amount,
        currency=moved.currency if moved else deal.currency,
    )


def _end(visit: StageVisit, at: datetime, stage: Stage, following: Stage) -> None:
    visit.left_at = max(at, visit.entered_at)  # a clock may have been put back: stays lie end to end
    visit.seconds = int((visit.left_at - visit.entered_at).total_seconds())
    visit.forward = following.kind is not StageKind.LOST and following.position > stage.position


def _assign(visit: StageVisit | None, event: DealAssigned) -> None:
    # a deal already won or lost stays to the credit of whoever won or lost it
    if visit is not None and visit.kind is StageKind.OPEN:
        visit.manager_id = event.manager_id
