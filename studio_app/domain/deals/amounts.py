"""What a deal is worth."""

from studio_app.core.money import Money
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.timeline.events.deals import DealChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def currency_of(work: Work, *, deal_id: str) -> str:
    """The currency (ISO 4217) in which the deal is worth something. Raises NotFound."""
    return get_deal(work, deal_id).currency


def set_amount(work: Work, *, deal_id: str, amount: Money) -> None:
    """Keep the deal's amount current and record `deal.changed`; nothing when it is the same. Raises NotFound."""
    deal = get_deal(work, deal_id)
    if (deal.amount, deal.currency) == (amount.amount, amount.currency):
        return
    before = deal.amount
    deal.amount, deal.currency = amount.amount, amount.currency
    deal.version += 1
    record(
        work,
        DealChanged(
            deal_id=deal.id,
            stage_id=deal.stage_id,
            amount=deal.amount,
            amount_before=before,
            currency=deal.currency,
            version=deal.version,
        ),
    )
