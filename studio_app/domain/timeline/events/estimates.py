"""What happens to the estimate of a deal."""

from collections.abc import Mapping

from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class EstimateSettled(OnDeal):
    """The estimate has these `totals`, in minor units by tariff."""

    estimate_id: str
    version: int
    tariff: str
    currency: str
    totals: Mapping[str, int]


class EstimatePrepared(EstimateSettled):
    """The rules have made an estimate from the brief."""

    kind = EventKind.ESTIMATE_PREPARED


class EstimateChanged(EstimateSettled):
    """A person has changed the estimate."""

    kind = EventKind.ESTIMATE_CHANGED


class EstimateFailed(OnDeal):
    """The rules could make none."""

    kind = EventKind.ESTIMATE_FAILED


class EstimateDoubtful(OnDeal):
    """So many lines wait for a person."""

    kind = EventKind.ESTIMATE_DOUBTFUL
    estimate_id: str
    lines: int
