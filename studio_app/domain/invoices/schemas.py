"""Values about invoices: what an invoice says, frozen at issue, and the rows of its lists."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from studio_app.core.money import Money, round_half_up
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.owed import gone_back, owed
from studio_app.domain.studio.kinds import EntityKind, TaxRegime


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlanLine(StrEnum):
    """What an invoice over a part of the price asks for."""

    NONE = ""
    DEPOSIT = "deposit"
    BALANCE = "balance"
    PART = "part"  # any other part


class Party(_Frozen):
    """A side of the invoice as it stood at issue."""

    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    address: str = ""


class Bank(_Frozen):
    """Where the money goes. Abroad: `account` is the IBAN and `bic` the BIC of SWIFT."""

    name: str = ""
    bic: str = ""
    account: str = ""
    correspondent_account: str = ""
    own_name: str = ""  # what a transfer calls the bank and the seller, in whatever language the document is;
    payee: str = ""  # empty: as the document does


class InvoicePosition(_Frozen):
    """A line item. Sums are minor units; quantity × unit_price = total, tax included."""

    name: str
    unit: str
    quantity: Decimal
    unit_price: int
    net: int
    tax: int
    total: int


class InvoiceContent(_Frozen):
    """Everything an invoice says. A draft has no number and no dates yet."""

    number: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    title: str
    seller: Party
    seller_kind: EntityKind
    bank: Bank
    signer_name: str = ""
    signer_post: str = ""
    buyer: Party
    contract_number: str = ""
    contract_on: date | None = None
    lines: list[InvoicePosition]
    currency: str
    net: int
    tax: int
    total: int
    tax_regime: TaxRegime
    tax_rate: Decimal  # percent
    share_percent: Decimal  # of the price of the deal
    plan: PlanLine = PlanLine.NONE  # what its one line is, where that is a payment and no service

    def money(self, amount: int) -> Money:
        """`amount` in the currency of the invoice."""
        return Money(amount, self.currency)

    def over(self, amount: int) -> "InvoiceContent":
        """The same invoice over `amount` (minor units) of its total, the tax in proportion: what pays a part of it."""
        if amount == self.total:
            return self
        tax = round_half_up(Decimal(self.tax) * amount / self.total)
        return self.model_copy(update={"total": amount, "tax": tax, "net": amount - tax})


@dataclass(frozen=True, slots=True)
class InvoiceRef:
    """An invoice and the address at which the client finds it."""

    document_id: str
    number: str
    path: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list."""

    document_id: str
    deal_id: str
    number: str
    client: str
    deal_title: str
    status: DocumentStatus
    total: Money
    paid: Money
    issued_at: datetime | None
    due_on: date | None
    overdue: bool
    path: str

    @property
    def due(self) -> Money:
        """What is still to pay; negative when too much came in."""
        return Money(owed(self.status, self.total.amount, self.paid.amount), self.total.currency)

    @property
    def back(self) -> Money:
        """What went back from a paid one and was not asked for again."""
        return Money(gone_back(self.status, self.total.amount, self.paid.amount), self.total.currency)

    @property
    def may_be_issued(self) -> bool:
        """Whether it is a draft: its client has not been asked yet."""
        return self.status is DocumentStatus.DRAFT

    @property
    def takes_money(self) -> bool:
        """Whether the client is asked to pay it."""
        return self.status is DocumentStatus.PUBLISHED

    @property
    def may_be_voided(self) -> bool:
        """Whether nobody has paid anything of it, nor it has ended: what `void_invoice` asks."""
        return self.status in {DocumentStatus.DRAFT, DocumentStatus.PUBLISHED} and not self.paid


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One page of a list, and how many there are by filter."""

    rows: tuple[InvoiceRow, ...]
    counts: dict[str, int]
