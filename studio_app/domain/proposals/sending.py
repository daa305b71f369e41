"""Use cases: what was changed in an estimate is kept, and by the same press offered to the client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.pricing.estimates import save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.schemas import DiscountAsked, EstimateLineIn
from studio_app.domain.proposals.changes import publish_prices
from studio_app.domain.proposals.draft import start_proposal
from studio_app.domain.proposals.standing import send_proposal
from studio_app.domain.work import Work, refusal_of


@dataclass(frozen=True, slots=True)
class ChangedEstimate:
    """An estimate as `save_estimate` takes it."""

    version: int
    lines: Sequence[EstimateLineIn]
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class Offered:
    """What came of it: nothing is offered before a person knows of smaller discounts, or where it was refused.

    What was changed is kept either way.
    """

    discounts_asked: tuple[DiscountAsked, ...] = ()
    refusal: StudioError | None = None


def keep_and_send(work: Work, *, deal_id: str, changed: ChangedEstimate | None) -> Offered:
    """Keep the estimate where it was `changed` and send the proposal made of it (`send_proposal`).

    Raises what `save_estimate` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _keep_and(work, deal_id, changed, send_proposal)


def keep_and_publish(work: Work, *, deal_id: str, changed: ChangedEstimate | None) -> Offered:
    """Keep the estimate where it was `changed` and publish its prices in the proposal (`publish_prices`).

    Raises what `save_estimate` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _keep_and(work, deal_id, changed, publish_prices)


def keep_and_propose_anew(work: Work, *, deal_id: str, changed: ChangedEstimate | None) -> Offered:
    """Keep the estimate where it was `changed` and draft another proposal of it; the accepted one stays.

    Raises what `save_estimate` raises.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _keep_and(work, deal_id, changed, start_proposal)


def _keep_and(work: Work, deal_id: str, changed: ChangedEstimate | None, offer: Callable[..., Any]) -> Offered:
    if changed is not None:
        saved = save_estimate(
            work, deal_id=deal_id, version=changed.version, lines=changed.lines, tariff=changed.tariff
        )
        if saved.discounts_asked:
            return Offered(saved.discounts_asked)
    return Offered(refusal=refusal_of(work, offer, deal_id=deal_id))
