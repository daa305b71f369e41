"""Tables of invoices."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, Integer
from sqlmodel import Field, UniqueConstraint

from studio_app.domain.columns import BigInt, DecimalText, Table, UtcDateTime


class Invoice(Table, table=True):
    """An invoice: a draft until issued, then immutable; voided or credited, never edited."""

    __table_args__ = (UniqueConstraint("legal_entity_id", "year", "sequence"),)

    document_id: str = Field(primary_key=True, foreign_key="document.id", max_length=32)
    deal_id: str = Field(foreign_key="deal.id", index=True, max_length=32)
    contract_id: str | None = Field(default=None, foreign_key="contract.document_id", max_length=32)
    legal_entity_id: str = Field(foreign_key="legal_entity.id", max_length=32)
    year: int | None = None
    sequence: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    currency: str = Field(max_length=3)
    tax_rate: Decimal = Field(default=Decimal(0), sa_type=DecimalText)
    total_amount: int = Field(default=0, sa_type=BigInt)
    tax_amount: int = Field(default=0, sa_type=BigInt)
    paid_amount: int = Field(default=0, sa_type=BigInt)  # cached sum of the ledger, same transaction
    share_percent: Decimal = Field(default=Decimal(100), sa_type=DecimalText)  # of the contract
    plan_key: str = Field(default="", max_length=16)  # the line of the contract's plan; empty: none of it
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_on: date | None = None
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void_reason: str = ""


class InvoiceLine(Table, table=True):
    """A line item of an invoice; the lines add up to the total."""

    id: str = Field(primary_key=True, max_length=32)
    invoice_id: str = Field(foreign_key="invoice.document_id", index=True, max_length=32)
    position: int
    name: str = Field(max_length=300)
    unit: str = Field(max_length=16)
    quantity: Decimal = Field(sa_type=DecimalText)
    unit_price_amount: int = Field(sa_type=BigInt)
    net_amount: int = Field(sa_type=BigInt)
    tax_amount: int = Field(sa_type=BigInt)
    total_amount: int = Field(sa_type=BigInt)
