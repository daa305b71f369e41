"""Use cases: what a deal is worth: as its newest document says, or by hand while there is none that says it."""

from studio_app.core.errors import StudioError
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.own_changes import check_version
from studio_app.domain.timeline.events.deals import DealChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_PRICED = ("proposal", "contract", "invoice")


class AmountFollowsDocuments(StudioError):
    """The amount is what the deal's documents add up to; it changes with the estimate."""

    code = "amount_follows_documents"
    status = 409


def price_by_hand(work: Work, *, deal_id: str, version: int, amount: Money) -> None:
    """Say what the deal may be worth, in its currency, before a document does; records `deal.changed`.

    Raises Stale if somebody else changed the deal since `version`, AmountFollowsDocuments, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    check_version(work, deal, version)
    if deal.document.startswith(_PRICED):
        raise AmountFollowsDocuments
    set_amount(work, deal_id=deal_id, amount=amount)


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
