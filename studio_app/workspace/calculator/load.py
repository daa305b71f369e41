"""All that the calculator needs, read in one transaction; after that a key press needs no database."""

from dataclasses import dataclass

from studio_app.core.errors import NotFound, Stale
from studio_app.domain.briefs.schemas import BriefPage
from studio_app.domain.briefs.service import brief_of
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.pricing.prices import price_list
from studio_app.domain.pricing.schemas import EstimateView, ServiceView
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, start_proposal
from studio_app.domain.proposals.queries import accepted_proposal
from studio_app.domain.proposals.wishes import Wishes, wishes_of
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """The estimate with the price list; `estimate` is None before there is one."""

    title: str
    estimate: EstimateView | None
    services: tuple[ServiceView, ...]
    brief: BriefPage | None
    published: bool  # the client sees the proposal: saving changes it before his eyes
    accepted: bool  # the client has accepted the proposal, and no other one is open
    wishes: Wishes


def load_calculator(work: Work, *, deal_id: str) -> CalculatorPage:
    """Read the calculator of a deal. Raises NotFound."""
    deal = get_deal(work, deal_id)
    proposal = open_proposal(work, deal_id=deal_id)
    return CalculatorPage(
        title=deal.title,
        estimate=_estimate(work, deal_id),
        services=price_list(work),
        brief=brief_of(work, deal_id=deal_id),
        published=proposal is not None and proposal.status is DocumentStatus.PUBLISHED,
        accepted=_sold(work, deal_id),
        wishes=wishes_of(work, deal_id=deal_id),
    )


def send_proposal(work: Work, *, deal_id: str) -> None:
    """Publish the proposal of the deal, drafting it where there is none.

    Raises Stale when the client has accepted it meanwhile: another one is started only when asked for. Raises what
    publishing raises.
    """
    if _sold(work, deal_id):
        raise Stale
    publish_proposal(work, document_id=start_proposal(work, deal_id=deal_id))


def _sold(work: Work, deal_id: str) -> bool:
    return open_proposal(work, deal_id=deal_id) is None and accepted_proposal(work, deal_id=deal_id) is not None


def _estimate(work: Work, deal_id: str) -> EstimateView | None:
    try:
        return estimate_of(work, deal_id=deal_id)
    except NotFound:
        return None
