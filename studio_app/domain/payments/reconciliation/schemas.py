"""Values of reconciliation: what was found, and how the books stand."""

from dataclasses import dataclass
from datetime import datetime

from studio_app.core.money import Money
from studio_app.domain.payments.reconciliation.kinds import DifferenceKind


@dataclass(frozen=True, slots=True)
class Found:
    """A disagreement that a look at a provider found."""

    kind: DifferenceKind
    ref: str
    attempt_id: str | None = None
    theirs: Money | None = None
    ours: Money | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """An open disagreement as a person sees it."""

    id: str
    provider: str
    kind: DifferenceKind
    ref: str
    attempt_id: str | None
    deal_id: str | None
    invoice_number: str
    theirs: Money
    ours: Money
    detail: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How the books stand against the providers'."""

    looked_at: datetime | None
    problem: str  # why the last look could not be finished
    open: int
    waiting: int  # webhooks not handled yet
