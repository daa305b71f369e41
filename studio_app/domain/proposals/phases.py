"""How long so much work takes, and in which phases: one rule for proposal, contract and calculator."""

import math
from decimal import Decimal

from studio_app.domain.proposals.schemas import Phase

_HOURS_A_DAY = Decimal(6)  # of one specialist, the rest of the day is meetings and letters
_SHARES = (
    ("analysis", Decimal("0.12")),
    ("design", Decimal("0.28")),
    ("build", Decimal("0.45")),
    ("launch", Decimal("0.15")),
)


def timeline_of(hours: Decimal) -> tuple[Phase, ...]:
    """The four usual phases of `hours` of work in working days, at least one each. Pure."""
    days = max(hours / _HOURS_A_DAY, Decimal(len(_SHARES)))
    return tuple(Phase(key=key, days=max(1, math.ceil(days * share))) for key, share in _SHARES)


def working_days(phases: tuple[Phase, ...]) -> int:
    """How long the phases take, one after the other."""
    return sum(phase.days for phase in phases)
