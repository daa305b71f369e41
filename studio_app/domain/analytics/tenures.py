"""Reactions: who answered for a deal at any moment, from the timeline, in the transaction of the change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_
from sqlmodel import col, select

from studio_app.domain.analytics.models import Tenure
from studio_app.domain.analytics.visits import Beginning
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.events.deals import DealAssigned, DealWithdrawn
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def covers(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The tenures that hold at a moment; of one deal it is always one."""
    since, until = col(Tenure.since), col(Tenure.until)
    return and_(or_(since.is_(None), since <= at), or_(until.is_(None), until > at))


def note_tenure(work: Work, recorded: Recorded[Beginning | DealAssigned]) -> None:
    """Keep the tenures current after `deal.created`, `deal.chained` or `deal.assigned`; a move changes none."""
    event = recorded.event
    deal = work.session.get(Deal, event.deal_id)
    if deal is None:
        return
    if not isinstance(event, DealAssigned):
        work.session.add(_tenure(work, deal, deal.manager_id))
        return
    current = select(Tenure).where(Tenure.deal_id == deal.id, col(Tenure.until).is_(None))
    before = work.session.exec(current).first() or _tenure(work, deal, event.manager_before)
    work.session.add_all((before, _following(work, deal, before, event.manager_id, recorded.at)))


def forget_tenures(work: Work, recorded: Recorded[DealWithdrawn]) -> None:
    """After `deal.withdrawn`: a deal that is taken back was nobody's."""
    work.session.exec(delete(Tenure).where(col(Tenure.deal_id) == recorded.event.withdrawn_id))


def rebuild_tenures(work: Work) -> int:
    """Derive all tenures anew from the timeline, e.g. after an import; returns how many there are."""
    work.session.exec(delete(Tenure))
    events = recorded_events(work, DealAssigned)
    deals = {deal.id: deal for deal in work.session.exec(select(Deal))}
    kept: list[Tenure] = []
    current = {
        key: _tenure(work, deals[key], manager) for key, manager in _beginnings(events).items()
    }  # those handed over; the others have had one manager all along
    for key, deal in deals.items():
        kept.append(current.setdefault(key, _tenure(work, deal, deal.manager_id)))
    for recorded in events:
        deal = deals[recorded.event.deal_id]
        current[deal.id] = _following(work, deal, current[deal.id], recorded.event.manager_id, recorded.at)
        kept.append(current[deal.id])
    work.session.add_all(kept)
    work.session.flush()
    return len(kept)


def _beginnings(events: Sequence[Recorded[DealAssigned]]) -> dict[str, str]:
    """The first manager of each deal that was ever handed over."""
    return {recorded.event.deal_id: recorded.event.manager_before for recorded in reversed(events)}


def _tenure(work: Work, deal: Deal, manager_id: str) -> Tenure:
    return Tenure(id=work.new_id(), deal_id=deal.id, manager_id=manager_id, channel_id=deal.channel_id)


def _following(work: Work, deal: Deal, before: Tenure, manager_id: str, at: datetime) -> Tenure:
    # never back in time, should a clock have been put back: a moment belongs to one tenure
    before.until = max(at, before.since or at)
    following = _tenure(work, deal, manager_id)
    following.since = before.until
    return following
