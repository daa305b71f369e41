"""Use case: what a deal may be worth, by hand while no document of it says a price."""

from studio_app.core.errors import StudioError
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.own_changes import check_version
from studio_app.domain.documents.kinds import kind_of
from studio_app.domain.work import Work


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
    if _has_price(deal):
        raise AmountFollowsDocuments
    set_amount(work, deal_id=deal_id, amount=amount)


def _has_price(deal: Deal) -> bool:
    newest, _, _ = deal.document.partition(" ")
    return newest != "" and kind_of(newest).has_price
