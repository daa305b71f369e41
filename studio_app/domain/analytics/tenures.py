"""Reactions: who answered for a deal at any moment, from the timeline, in the transaction of the change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_
from sqlmodel import col, select

from studio_app.domain.analytics.models import Tenure
from studio_app.domain.analytics.visits import BEGINNINGS
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_KINDS = (*BEGINNINGS, "deal.assigned")


def covers(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The tenures that hold at a moment; of one deal it is always one."""
    since, until = col(Tenure.since), col(Tenure.until)
    return and_(or_(since.is_(None), since <= at), or_(until.is_(None), until > at))


def note_tenure(work: Work, event: TimelineEvent) -> None:
    """Keep the tenures current after `deal.created`, `deal.chained` or `deal.assigned`; a move changes none."""
    deal = work.session.get(Deal, event.deal_id) if event.kind in _KINDS else None
    if deal is None:
        return
    if event.kind in BEGINNINGS:
        work.session.add(_tenure(work, deal, deal.manager_id))
        return
    current = select(Tenure).where(Tenure.deal_id == deal.id, col(Tenure.until).is_(None))
    before = work.session.exec(current).first() or _tenure(work, deal, event.payload["manager_before"])
    work.session.add_all((before, _following(work, deal, before, event)))


def forget_tenures(work: Work, event: TimelineEvent) -> None:
    """After `deal.withdrawn`: a deal that is taken back was nobody's."""
    work.session.exec(delete(Tenure).where(col(Tenure.deal_id) == event.payload["withdrawn_id"]))


def rebuild_tenures(work: Work) -> int:
    """Derive all tenures anew from the timeline, e.g. after an import; returns how many there are."""
    work.session.exec(delete(Tenure))
    events = work.session.exec(
        select(TimelineEvent).where(col(TimelineEvent.kind).in_(_KINDS)).order_by(col(TimelineEvent.id))
    ).all()
    deals = {deal.id: deal for deal in work.session.exec(select(Deal))}
    kept: list[Tenure] = []
    current = {
        key: _tenure(work, deals[key], manager) for key, manager in _beginnings(events).items()
    }  # those handed over; the others have had one manager all along
    for key, deal in deals.items():
        kept.append(current.setdefault(key, _tenure(work, deal, deal.manager_id)))
    for event in events:
        if event.kind == "deal.assigned":
            deal = deals[event.deal_id or ""]
            current[deal.id] = _following(work, deal, current[deal.id], event)
            kept.append(current[deal.id])
    work.session.add_all(kept)
    work.session.flush()
    return len(kept)


def _beginnings(events: Sequence[TimelineEvent]) -> dict[str, str]:
    """The first manager of each deal that was ever handed over."""
    handed = (event for event in reversed(events) if event.kind == "deal.assigned")
    return {event.deal_id or "": event.payload["manager_before"] for event in handed}


def _tenure(work: Work, deal: Deal, manager_id: str) -> Tenure:
    return Tenure(id=work.new_id(), deal_id=deal.id, manager_id=manager_id, channel_id=deal.channel_id)


def _following(work: Work, deal: Deal, before: Tenure, event: TimelineEvent) -> Tenure:
    # never back in time, should a clock have been put back: a moment belongs to one tenure
    before.until = max(event.at, before.since or event.at)
    following = _tenure(work, deal, event.payload["manager_id"])
    following.since = before.until
    return following
