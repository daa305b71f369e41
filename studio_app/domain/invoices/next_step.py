"""Query: what comes next on a deal, read off all that is written down about it."""

from studio_app.domain.contracts.acceptance import acceptance_of
from studio_app.domain.deals.moves import get_deal, get_stage
from studio_app.domain.documents.next_step import NextStep, next_step
from studio_app.domain.documents.summaries import documents_of
from studio_app.domain.invoices.sale import invoiced
from studio_app.domain.pricing.estimate_rows import has_estimate
from studio_app.domain.work import Work


def step_of(work: Work, *, deal_id: str) -> NextStep:
    """The one step that brings the deal on: `documents.next_step` with what it has to know. Raises NotFound."""
    deal = get_deal(work, deal_id)
    acceptance = acceptance_of(work, deal_id=deal_id)
    return next_step(
        documents_of(work, deal_id=deal_id),
        stage=get_stage(work, deal.stage_id).kind,
        has_estimate=has_estimate(work, deal_id=deal_id),
        invoiced=invoiced(work, deal, currency=deal.currency).amount >= deal.amount,
        at_work=acceptance is not None and acceptance.is_awaited,
    )
