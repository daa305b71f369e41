"""Reaction: a deal that has not ended after all takes back what its end did in other pipelines."""

from collections.abc import Sequence

from sqlmodel import col, or_, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage, get_stage
from studio_app.domain.deals.withdrawing import withdraw_deals
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.timeline.events.deals import DealChained, DealMoved, DealRead
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

_UNTOUCHED = frozenset({DealChained.kind.value, DealRead.kind.value})


def take_chain_back(work: Work, recorded: Recorded[DealMoved]) -> None:
    """After `deal.moved` out of an outcome into an open stage.

    Deals that the outcome opened go, those it closed are open again where they were; a deal on which
    somebody has worked since stays as it is. Records deal.withdrawn on the deal itself for each that goes.
    """
    moved = recorded.event
    if moved.to_kind != StageKind.OPEN or get_stage(work, moved.from_stage).kind is StageKind.OPEN:
        return
    origin = work.session.get_one(Deal, moved.deal_id)
    kin = or_(col(Deal.chained_from) == origin.id, col(Deal.id) == origin.chained_from)
    for deal in work.session.exec(select(Deal).where(kin).order_by(col(Deal.id))).all():
        past = _rows(work, deal)
        if deal.chained_from == origin.id and {one.kind for one in past} <= _UNTOUCHED:
            withdraw_deals(work, [deal], told_on=origin.id)
        elif past and past[-1].kind == DealMoved.kind:
            last = recorded_as(past[-1], DealMoved).event
            if last.cause == origin.id:
                enter_stage(work, deal, get_stage(work, last.from_stage))


def _rows(work: Work, deal: Deal) -> Sequence[TimelineEvent]:
    query = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id)
    return work.session.exec(query.order_by(col(TimelineEvent.id))).all()
