"""Values of the client's pages about paying: how an invoice stands, its payments, the plan, the receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.invoices.schemas import InvoiceContent
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.payments.ends import ENDS, End
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.schemas import PayStatus
from studio_app.domain.studio.kinds import EntityKind


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment that counts for an invoice. `back` is what of it went back to the payer, both positive."""

    entry_id: str
    on: date
    way: Way | None  # None: online, the provider does not tell by what
    amount: Money
    back: Money
    live_mode: bool


class PlanState(StrEnum):
    """Where a payment of the plan stands."""

    PAID = "paid"
    PARTLY = "partly"
    OPEN = "open"
    LATER = "later"  # no invoice yet


class PlanPart(StrEnum):
    """What a payment of the plan is."""

    DEPOSIT = "deposit"
    PART = "part"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A payment of the plan: an issued invoice, or what is not invoiced yet. `days`: working ones after acceptance."""

    part: PlanPart
    state: PlanState
    number: str
    percent: Decimal
    amount: Money
    paid: Money
    due_on: date | None = None
    days: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All payments of a price in order."""

    rows: tuple[PlanRow, ...]
    price: Money
    paid: Money

    @property
    def due(self) -> Money:
        """What is still to come, invoiced or not; never negative."""
        return Money(max(0, (self.price - self.paid).amount), self.price.currency)


@dataclass(frozen=True, slots=True)
class FailedTry:
    """The last try to pay, which failed: with which provider, and the code that it told of the reason."""

    provider: str
    code: str


@dataclass(frozen=True, slots=True)
class PayFacts(PayStatus):
    """Everything that the page of an invoice says about paying. Hashable."""

    seller: EntityKind
    overdue: bool
    failure: FailedTry | None  # while there is something to pay
    begun: bool  # a try to pay whose end nobody knows yet
    differs: bool  # what the provider tells of a try is not what was asked for, and nobody has dealt with it yet
    payments: tuple[PaymentLine, ...]
    plan: Plan | None  # None where this invoice is the whole price
    end: End | None = None  # None while it is still asked for
    back: Money | None = None  # what of a paid one is not with the studio any more

    @property
    def reads(self) -> str:
        """Which sentence tells how it has ended; empty while it is still asked for."""
        return ENDS[self.end].reads if self.end else ""

    @property
    def only_tested(self) -> bool:
        """Whether all that came in is a demo's or a test account's money."""
        return bool(self.payments) and not any(made.live_mode for made in self.payments)


@dataclass(frozen=True, slots=True)
class Return:
    """Money of a payment that went back, or is withheld (`dispute`) while a bank decides. Positive."""

    kind: EntryKind
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment with what of it counts for one invoice, and what of that went back."""

    entry_id: str
    on: date
    recorded_at: datetime
    amount: Money  # what of it counts; zero when all of it was moved to another invoice
    whole: Money  # what came in
    way: Way | None  # None: online, the provider does not tell by what
    reference: str  # the provider's, or the number of the bank's document
    provider: str  # empty for transfers
    live_mode: bool
    receipt_url: str
    fiscal_mark: str
    returns: tuple[Return, ...]
    cancelled_on: date | None  # recorded by mistake and taken back

    @property
    def back(self) -> Money:
        """What went back in all; positive."""
        return Money(sum(one.amount.amount for one in self.returns), self.amount.currency)


@dataclass(frozen=True, slots=True)
class PaymentReceipt:
    """The confirmation of one payment on one invoice, as its payer gets it."""

    token: str  # of the invoice's link
    locale: str
    invoice: InvoiceContent
    payment: PaymentMade
    due: Money  # on the invoice now, never negative

    @property
    def created_at(self) -> datetime:
        """The moment that its PDF carries."""
        return self.payment.recorded_at

    @property
    def is_fiscal_elsewhere(self) -> bool:
        """Whether the seller may owe a fiscal receipt (54-FZ, 422-FZ), which this is not."""
        return self.invoice.seller_kind is not EntityKind.FOREIGN
