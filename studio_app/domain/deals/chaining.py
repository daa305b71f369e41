"""Reaction: the outcome of a deal in one pipeline opens or closes a deal in another."""

from sqlmodel import col, or_, select

from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage
from studio_app.domain.deals.placing import top_rank
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.studio.kinds import ChainAction, StageKind
from studio_app.domain.studio.models import ChainRule, Pipeline, Stage
from studio_app.domain.studio.numbering import next_deal_number
from studio_app.domain.studio.stages import pipeline_stages
from studio_app.domain.timeline.events.deals import DealChained, DealMoved
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def follow_chain(work: Work, recorded: Recorded[DealMoved]) -> None:
    """After `deal.moved` into a won or lost stage: do what the owner has set for it, in pipelines in use."""
    moved = recorded.event
    if moved.to_kind == StageKind.OPEN:
        return
    query = (
        select(ChainRule)
        .join(Pipeline, col(Pipeline.id) == col(ChainRule.pipeline_id))
        .where(ChainRule.stage_id == moved.to_stage, col(Pipeline.active))
    )
    deal = work.session.get_one(Deal, moved.deal_id)
    for rule in work.session.exec(query.order_by(col(ChainRule.id))).all():
        if rule.action is ChainAction.OPEN:
            _open(work, deal, rule.pipeline_id)
        else:
            _close(work, deal, rule.pipeline_id, StageKind(moved.to_kind))


def _open(work: Work, origin: Deal, pipeline_id: str) -> None:
    stages = pipeline_stages(work, pipeline_id)
    first = next((stage for stage in stages if stage.kind is StageKind.OPEN), None)
    already = select(Deal.id).where(
        Deal.chained_from == origin.id, col(Deal.stage_id).in_([stage.id for stage in stages])
    )
    if first is None or work.session.exec(already.limit(1)).first() is not None:
        return
    now = work.now()
    deal = Deal(
        id=work.new_id(),
        number=next_deal_number(work),
        title=origin.title,
        client_id=origin.client_id,
        contact_id=origin.contact_id,
        stage_id=first.id,
        manager_id=origin.manager_id,
        channel_id=origin.channel_id,
        amount=origin.amount,
        currency=origin.currency,
        rank=top_rank(work, stage_id=first.id),
        locale=origin.locale,
        created_at=now,
        stage_since=now,
        chained_from=origin.id,
    )
    work.session.add(deal)
    client, contact = work.session.get_one(Client, deal.client_id), work.session.get_one(Contact, deal.contact_id)
    index_deal(work, deal, client, contact)
    work.session.flush()
    record(work, DealChained(deal_id=deal.id, stage_id=first.id, manager_id=deal.manager_id, origin_id=origin.id))


def _close(work: Work, ended: Deal, pipeline_id: str, kind: StageKind) -> None:
    """End the chained deals that are still open there, for the same reason."""
    stages = {stage.id: stage for stage in pipeline_stages(work, pipeline_id)}
    target = next((stage for stage in stages.values() if stage.kind is kind), None)
    if target is None:
        return
    kin = or_(col(Deal.chained_from) == ended.id, col(Deal.id) == ended.chained_from)
    for deal in work.session.exec(select(Deal).where(kin, col(Deal.stage_id).in_(stages))).all():
        if _is_open(stages[deal.stage_id]):
            deal.lost_reason_id, deal.lost_comment = ended.lost_reason_id, ended.lost_comment
            enter_stage(work, deal, target, cause=ended.id)


def _is_open(stage: Stage) -> bool:
    return stage.kind is StageKind.OPEN
