"""Reactions: the timeline's moves become visits, in the transaction of the move."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlmodel import col, select

from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.models import SALES, Stage, StageKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

BEGINNINGS = ("deal.created", "deal.chained")
"""The events with which a deal begins."""
_KINDS = (*BEGINNINGS, "deal.moved", "deal.assigned")


def note_visit(work: Work, event: TimelineEvent) -> None:
    """Keep the visits current after `deal.created`, `deal.chained`, `deal.moved` or `deal.assigned`.

    The measures are those of the sales line: what a deal does in other pipelines is not counted again.
    """
    deal = work.session.get(Deal, event.deal_id)
    if deal is not None:
        _note(work, event, deal)


def forget_visits(work: Work, event: TimelineEvent) -> None:
    """After `deal.withdrawn`: a deal that is taken back was in no stage."""
    work.session.exec(delete(StageVisit).where(col(StageVisit.deal_id) == event.payload["withdrawn_id"]))


def rebuild_visits(work: Work) -> int:
    """Derive all visits anew from the timeline, e.g. after an import; returns how many there are."""
    work.session.exec(delete(StageVisit))
    events = work.session.exec(
        select(TimelineEvent).where(col(TimelineEvent.kind).in_(_KINDS)).order_by(col(TimelineEvent.id))
    ).all()
    stages = {stage.id: stage for stage in work.session.exec(select(Stage))}
    deals = {deal.id: deal for deal in work.session.exec(select(Deal))}
    first_stages, managers = _beginnings(events, deals)
    stays: dict[str, list[StageVisit]] = defaultdict(list)
    for event in events:
        deal = deals[event.deal_id or ""]
        visit = stays[deal.id][-1] if stays[deal.id] else None
        if event.kind == "deal.assigned":
            managers[deal.id] = event.payload["manager_id"]
            _assign(visit, event)
            continue
        stage = stages[event.payload["to_stage"] if event.kind == "deal.moved" else first_stages[deal.id]]
        if stage.pipeline_id != SALES:
            continue
        before = stays[deal.id][-2] if len(stays[deal.id]) > 1 else None
        if visit is not None and before is not None and _is_back(event, before, visit):
            stays[deal.id].pop()
            _go_on(before, managers[deal.id])
            continue
        if visit is not None:
            _end(visit, event, stages[visit.stage_id], stage)
        stays[deal.id].append(_start(work, event, deal, stage, after=visit))
        stays[deal.id][-1].manager_id = managers[deal.id]
    kept = [visit for visits in stays.values() for visit in visits]
    work.session.add_all(kept)
    work.session.flush()
    return len(kept)


def _beginnings(events: Sequence[TimelineEvent], deals: Mapping[str, Deal]) -> tuple[dict[str, str], dict[str, str]]:
    """The stage and the manager that each deal began with: what its first move and assignment left."""
    stages = {deal.id: deal.stage_id for deal in deals.values()}
    managers = {deal.id: deal.manager_id for deal in deals.values()}
    for event in reversed(events):
        if event.kind == "deal.moved":
            stages[event.deal_id or ""] = event.payload["from_stage"]
        elif event.kind == "deal.assigned":
            managers[event.deal_id or ""] = event.payload["manager_before"]
    return stages, managers


def _note(work: Work, event: TimelineEvent, deal: Deal) -> None:
    visit = None if event.kind in BEGINNINGS else _current(work, deal)
    if event.kind == "deal.assigned":
        _assign(visit, event)
        return
    stage = work.session.get_one(Stage, event.payload.get("to_stage", deal.stage_id))
    if stage.pipeline_id != SALES:
        return
    if visit is not None:
        before = _before(work, visit)
        if before is not None and _is_back(event, before, visit):
            work.session.delete(visit)
            _go_on(before, deal.manager_id)
            return
        _end(visit, event, work.session.get_one(Stage, visit.stage_id), stage)
    work.session.add(_start(work, event, deal, stage, after=visit))


def _current(work: Work, deal: Deal) -> StageVisit | None:
    query = select(StageVisit).where(StageVisit.deal_id == deal.id, col(StageVisit.left_at).is_(None))
    return work.session.exec(query).first()


def _before(work: Work, visit: StageVisit) -> StageVisit | None:
    query = select(StageVisit).where(
        StageVisit.deal_id == visit.deal_id, col(StageVisit.left_at) == visit.entered_at, StageVisit.id != visit.id
    )
    # moves of one moment have left several: the last of them
    return work.session.exec(query.order_by(col(StageVisit.entered_at).desc(), col(StageVisit.id).desc())).first()


def _is_back(event: TimelineEvent, before: StageVisit, visit: StageVisit) -> bool:
    """Whether the move takes the last one back: the deal never left the stage of `before`."""
    taken_back = bool(event.payload.get("taken_back"))
    return taken_back and (before.stage_id, before.left_at) == (event.payload["to_stage"], visit.entered_at)


def _go_on(visit: StageVisit, manager_id: str) -> None:
    visit.left_at = visit.seconds = visit.forward = None
    if visit.kind is StageKind.OPEN:
        visit.manager_id = manager_id


def _start(work: Work, event: TimelineEvent, deal: Deal, stage: Stage, *, after: StageVisit | None) -> StageVisit:
    first = after is None
    return StageVisit(
        id=work.new_id(),
        deal_id=deal.id,
        stage_id=stage.id,
        kind=stage.kind,
        first=first and deal.chained_from is None,  # a deal chained to another was no lead
        manager_id=deal.manager_id,
        channel_id=deal.channel_id,
        entered_at=event.at if after is None else max(event.at, after.entered_at),
        lost_reason_id=event.payload.get("lost_reason_id"),
        amount=event.payload.get("amount", 0 if first else deal.amount),
        currency=event.payload.get("currency", deal.currency),
    )


def _end(visit: StageVisit, event: TimelineEvent, stage: Stage, following: Stage) -> None:
    visit.left_at = max(event.at, visit.entered_at)  # a clock may have been put back: stays lie end to end
    visit.seconds = int((visit.left_at - visit.entered_at).total_seconds())
    visit.forward = following.kind is not StageKind.LOST and following.position > stage.position


def _assign(visit: StageVisit | None, event: TimelineEvent) -> None:
    # a deal already won or lost stays to the credit of whoever won or lost it
    if visit is not None and visit.kind is StageKind.OPEN:
        visit.manager_id = event.payload["manager_id"]
