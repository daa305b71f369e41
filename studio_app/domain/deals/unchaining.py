"""Reaction: a deal that has not ended after all takes back what its end did in other pipelines."""

from collections.abc import Sequence

from sqlmodel import col, or_, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage, get_stage
from studio_app.domain.deals.withdrawing import withdraw_deals
from studio_app.domain.studio.models import StageKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_UNTOUCHED = frozenset({"deal.chained", "deal.read"})


def take_chain_back(work: Work, event: TimelineEvent) -> None:
    """After `deal.moved` out of an outcome into an open stage.

    Deals that the outcome opened go, those it closed are open again where they were; a deal on which
    somebody has worked since stays as it is. Records deal.withdrawn on the deal itself for each that goes.
    """
    if event.deal_id is None or event.payload["to_kind"] != StageKind.OPEN:
        return
    if get_stage(work, event.payload["from_stage"]).kind is StageKind.OPEN:
        return
    origin = work.session.get_one(Deal, event.deal_id)
    kin = or_(col(Deal.chained_from) == origin.id, col(Deal.id) == origin.chained_from)
    for deal in work.session.exec(select(Deal).where(kin).order_by(col(Deal.id))).all():
        past = _events(work, deal)
        if deal.chained_from == origin.id and {one.kind for one in past} <= _UNTOUCHED:
            withdraw_deals(work, [deal], told_on=origin.id)
        elif past and past[-1].kind == "deal.moved" and past[-1].payload.get("cause") == origin.id:
            enter_stage(work, deal, get_stage(work, past[-1].payload["from_stage"]))


def _events(work: Work, deal: Deal) -> Sequence[TimelineEvent]:
    query = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id)
    return work.session.exec(query.order_by(col(TimelineEvent.id))).all()
