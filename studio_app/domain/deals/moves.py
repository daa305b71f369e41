"""Use cases: moving a deal along the stages."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.own_changes import check_version
from studio_app.domain.deals.placing import rank_beside, top_rank
from studio_app.domain.studio.kinds import StageDemand, StageKind, StageRole
from studio_app.domain.studio.models import LostReason, Stage
from studio_app.domain.timeline.events.deals import DealMoved, DealRanked
from studio_app.domain.timeline.events.documents import ContractPublished, DocumentPublished, ProposalPublished
from studio_app.domain.timeline.events.invoices import InvoicePublished
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_SENT: Mapping[StageDemand, type[DocumentPublished]] = {
    StageDemand.PROPOSAL: ProposalPublished,
    StageDemand.CONTRACT: ContractPublished,
    StageDemand.INVOICE: InvoicePublished,
}


class NotYetSent(StudioError):
    """The stage is for deals whose `demand` is with the client, and this deal's is not; a sentence a document."""

    code = "not_yet_sent"
    status = 409

    def __init__(self, *, demand: StageDemand) -> None:
        super().__init__(demand=demand)
        self.demand = demand

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence."""
        return f"error.not_yet_sent.{self.demand.value}"


def get_deal(work: Work, deal_id: str) -> Deal:
    """The row of a deal. Raises NotFound."""
    deal = work.session.get(Deal, deal_id)
    if deal is None:
        raise NotFound
    return deal


def get_stage(work: Work, stage_id: str) -> Stage:
    """The row of a stage. Raises NotFound."""
    stage = work.session.get(Stage, stage_id)
    if stage is None:
        raise NotFound
    return stage


def move(
    work: Work,
    *,
    deal_id: str,
    stage_id: str,
    version: int,
    above_id: str | None = None,
    below_id: str | None = None,
    lost_reason_id: str | None = None,
    comment: str = "",
    back: bool = False,
    since: datetime | None = None,
) -> int:
    """Put the deal into a stage by hand, under the deal `above_id` or over `below_id`; returns its new version.

    Without neighbours it goes to the top. Raises Stale if somebody else changed the deal since `version`,
    NotFound for a stage out of use or of another pipeline, Invalid if it is lost without a reason,
    NotYetSent if the stage asks for a document that the client has not been sent, unless it goes `back` there.
    `since` is when it had come into that stage, for a move that takes the last one back: it never left.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    check_version(work, deal, version)
    stage = get_stage(work, stage_id)
    if not stage.active or stage.pipeline_id != get_stage(work, deal.stage_id).pipeline_id:
        raise NotFound
    if stage.demand is not StageDemand.NOTHING and deal.stage_id != stage.id and not back:
        _check_demand(work, deal, stage.demand)
    if stage.kind is StageKind.LOST and deal.stage_id != stage.id:
        if lost_reason_id is None or work.session.get(LostReason, lost_reason_id) is None:
            raise Invalid(field="lost_reason", reason="lost_reason")
        deal.lost_reason_id = lost_reason_id
        deal.lost_comment = comment.strip()
    rank = rank_beside(work, deal, stage_id=stage_id, above_id=above_id, below_id=below_id)
    if deal.stage_id == stage.id:
        _reorder(work, deal, rank)
    else:
        enter_stage(work, deal, stage, rank=rank, since=since)
    return deal.version


def advance_to(work: Work, *, deal_id: str, role: StageRole) -> None:
    """Reaction of the chain: bring the deal to the stage of `role`, never backwards, never out of an ended one."""
    deal = get_deal(work, deal_id)
    current = get_stage(work, deal.stage_id)
    target = work.session.exec(
        select(Stage)
        .where(Stage.role == role, Stage.pipeline_id == current.pipeline_id, col(Stage.active))
        .order_by(col(Stage.position))
    ).first()
    if target is None or current.kind is not StageKind.OPEN or target.position <= current.position:
        return
    enter_stage(work, deal, target)


def enter_stage(
    work: Work, deal: Deal, stage: Stage, *, rank: str | None = None, cause: str = "", since: datetime | None = None
) -> None:
    """Change the stage, start its clock and record `deal.moved`; nothing when it is there already.

    Without a `rank` the deal arrives at the top of the column. `cause` is the deal that took it along, if any.
    With `since` it is back where it had been from then on, as if it had not left.
    """
    if deal.stage_id == stage.id:
        return
    previous = get_stage(work, deal.stage_id)
    seconds = max(0, int((work.now() - deal.stage_since).total_seconds()))  # a clock may have been put back
    deal.rank = rank or top_rank(work, stage_id=stage.id)
    deal.stage_id = stage.id
    deal.stage_since = since or work.now()
    deal.closed_at = None if stage.kind is StageKind.OPEN else deal.stage_since
    if stage.kind is not StageKind.LOST:
        deal.lost_reason_id, deal.lost_comment = None, ""
    deal.version += 1
    record(
        work,
        DealMoved(
            deal_id=deal.id,
            from_stage=previous.id,
            to_stage=stage.id,
            to_kind=stage.kind.value,
            seconds=seconds,
            lost_reason_id=deal.lost_reason_id,
            amount=deal.amount,
            currency=deal.currency,
            version=deal.version,
            cause=cause,
            taken_back=since is not None,
            lost_comment=deal.lost_comment,
        ),
    )


def _check_demand(work: Work, deal: Deal, demand: StageDemand) -> None:
    sent = select(TimelineEvent.id).where(TimelineEvent.deal_id == deal.id, TimelineEvent.kind == _SENT[demand].kind)
    if work.session.exec(sent.limit(1)).first() is None:
        raise NotYetSent(demand=demand)


def _reorder(work: Work, deal: Deal, rank: str) -> None:
    if deal.rank == rank:
        return
    deal.rank = rank
    deal.version += 1
    record(work, DealRanked(deal_id=deal.id, version=deal.version))
