"""Values about payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.payments.ledger.models import CauseKind, EntryKind
from studio_app.domain.payments.models import AttemptStatus, RefundStatus


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
class Cause:
    """What made an entry; the same cause is booked once. `source`: stripe, demo, bank, staff. `ref`: what there."""

    kind: CauseKind
    source: str
    ref: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of an entry that counts for an invoice."""

    invoice_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An issued invoice on which money is due, with what a bank statement may tell it by."""

    id: str
    number: str
    deal_id: str
    client_id: str
    client_name: str
    client_inn: str
    entity_id: str
    due: Money
    total: Money
    issued_on: date


@dataclass(frozen=True, slots=True)
class Balance:
    """How one currency stands: of a deal, a client or a legal entity."""

    invoiced: Money  # issued invoices
    allocated: Money  # what invoices, issued or void, are covered by
    unallocated: Money  # of the client's money, or of all where nobody is asked for
    written: Money  # what of `allocated` never came: written off, or an exchange difference
    back: Money  # what went back from paid invoices and was not asked for again

    @property
    def due(self) -> Money:
        """What is still to pay; negative when too much came in."""
        return self.invoiced - self.allocated - self.back

    @property
    def came(self) -> Money:
        """Money that came for invoices."""
        return self.allocated - self.written


class InvoiceState(StrEnum):
    """How the money of an invoice stands."""

    OPEN = "open"
    PARTLY = "partly"
    EVEN = "even"
    OVER = "over"
    RETURNED = "returned"  # paid, and money of it went back


@dataclass(frozen=True, slots=True)
class InvoiceBalance:
    """An invoice against what covers it; `due` is negative when too much came in.

    `written` is what of `paid` never came: written off, or an exchange difference.
    """

    invoice_id: str
    number: str
    deal_id: str
    client: str
    total: Money
    paid: Money
    due: Money
    written: Money
    state: InvoiceState

    @property
    def back(self) -> Money:
        """What went back from it and was not asked for again."""
        return self.total - self.paid if self.state is InvoiceState.RETURNED else Money.zero(self.total.currency)

    @property
    def came(self) -> Money:
        """Money that came for it."""
        return self.paid - self.written


@dataclass(frozen=True, slots=True)
class Part:
    """What of an entry counts for one invoice."""

    invoice_id: str
    number: str
    amount: Money


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
