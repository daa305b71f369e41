"""Values of the ledger."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import CauseKind


@dataclass(frozen=True, slots=True)
class Cause:
    """What made an entry; the same cause is booked once. `source`: a provider, bank, staff. `ref`: what there."""

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
