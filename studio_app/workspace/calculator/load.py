"""All that the calculator needs, read in one transaction; after that a key press needs no database."""

from dataclasses import dataclass

from studio_app.core.errors import NotFound
from studio_app.domain.briefs.schemas import BriefPage
from studio_app.domain.briefs.service import brief_of
from studio_app.domain.deals.naming import title_of
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.pricing.prices import price_list
from studio_app.domain.pricing.schemas import EstimateView, ServiceView
from studio_app.domain.proposals.standing import Standing, proposal_standing
from studio_app.domain.proposals.wishes import Wishes, wishes_of
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """The estimate with the price list; `estimate` is None before there is one."""

    title: str
    estimate: EstimateView | None
    services: tuple[ServiceView, ...]
    brief: BriefPage | None
    standing: Standing
    wishes: Wishes


def load_calculator(work: Work, *, deal_id: str) -> CalculatorPage:
    """Read the calculator of a deal. Raises NotFound."""
    return CalculatorPage(
        title=title_of(work, deal_id=deal_id),
        estimate=_estimate(work, deal_id),
        services=price_list(work),
        brief=brief_of(work, deal_id=deal_id),
        standing=proposal_standing(work, deal_id=deal_id),
        wishes=wishes_of(work, deal_id=deal_id),
    )


def _estimate(work: Work, deal_id: str) -> EstimateView | None:
    try:
        return estimate_of(work, deal_id=deal_id)
    except NotFound:
        return None
