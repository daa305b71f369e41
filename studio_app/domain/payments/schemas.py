"""Values about payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.schemas import Part
from studio_app.domain.payments.kinds import AttemptStatus, RefundStatus


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt with what is needed to ask the provider for a checkout."""

    id: str
    invoice_id: str
    invoice_number: str
    provider: str
    status: AttemptStatus
    amount: Money
    key: str
    provider_ref: str
    redirect_url: str
    created_at: datetime
    expires_at: datetime
    path: str  # of the invoice's page
    locale: str
    email: str
    outdated: bool = False  # expired, over another sum than is due now, or leading back to a renewed link

    @property
    def usable(self) -> bool:
        """Whether the client can be sent to its address now."""
        return self.status is AttemptStatus.OPEN and bool(self.redirect_url) and not self.outdated


class PayState(StrEnum):
    """What the client's page says about paying."""

    WAITING = "waiting"
    CHECKING = "checking"  # the client is done, the money is on its way or being asked about
    PARTLY = "partly"
    PAID = "paid"
    CLOSED = "closed"  # void or a draft


@dataclass(frozen=True, slots=True)
class PayStatus:
    """How paying an invoice stands."""

    state: PayState
    total: Money
    paid: Money
    paid_on: date | None
    due_on: date | None
    failed: bool  # the last attempt was declined
    pending: bool  # a checkout is open: the client may be paying, or have paid without our knowing yet
    locale: str  # of the invoice

    @property
    def due(self) -> Money:
        """What is still to pay; negative when too much came in. Nothing of a paid one, whatever went back."""
        left = self.total - self.paid
        return Money(min(0, left.amount), left.currency) if self.state is PayState.PAID else left

    @property
    def over(self) -> Money:
        """What came in beyond the total."""
        return Money(max(0, -self.due.amount), self.total.currency)


@dataclass(frozen=True, slots=True)
class BookRow:
    """An entry of the ledger as a person reads it. `free` and `refundable` are zero where there is nothing to do."""

    id: str
    kind: EntryKind
    occurred_on: date
    amount: Money
    free: Money
    refundable: Money
    parts: Sequence[Part]
    client_id: str
    client: str
    deal_id: str  # of the first invoice; empty for money without one
    cause: CauseKind
    source: str
    ref: str
    person: str
    note: str
    live_mode: bool
    taken_back: bool
    can_reverse: bool
    about: Part | None  # the invoice that an entry without parts is about: of a fee, of a side of an exchange
    turned: Money | None  # of an exchange or a conversion: what the other side of it is


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of the ledger."""

    rows: tuple[BookRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund with what is needed to ask the provider for it."""

    id: str
    entry_id: str
    provider: str
    checkout_ref: str
    amount: Money
    key: str
    status: RefundStatus
    reason: str
    problem: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """What the ledger has of a checkout: what it moved, how many fees were kept of it, how many parts converted.

    `moved` is in minor units by currency, `currency` the one that was asked for.
    """

    attempt_id: str
    status: AttemptStatus
    currency: str
    moved: dict[str, int]
    fees: int
    conversions: int
