"""Tables of the price list and of estimates."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from studio_app.domain.columns import BigInt, DecimalText, EnumText, Json, Table, UtcDateTime
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.studio.kinds import TaxRegime


class Service(Table, table=True):
    """A position of the price list."""

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(unique=True, max_length=40)
    name_ru: str = Field(max_length=160)
    name_en: str = Field(max_length=160)
    unit: str = Field(default="service", max_length=16)  # service, page, hour, month, language, item
    hours: Decimal = Field(sa_type=DecimalText)  # work for one unit
    price_amount: int = Field(sa_type=BigInt)  # for one unit, minor units, without tax
    currency: str = Field(default="RUB", max_length=3)
    tariff: Tariff = Field(default=Tariff.START, sa_type=EnumText(Tariff))  # the least that contains it
    rule: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    position: int = 0
    active: bool = True


class Estimate(Table, table=True):
    """A calculation for one deal; prices are copied in, so the price list may change freely."""

    id: str = Field(primary_key=True, max_length=32)
    deal_id: str = Field(foreign_key="deal.id", unique=True, max_length=32)
    currency: str = Field(max_length=3)
    tax_regime: TaxRegime = Field(sa_type=EnumText(TaxRegime))
    tax_rate: Decimal = Field(sa_type=DecimalText)  # percent at the time of the estimate
    hour_cost_amount: int = Field(sa_type=BigInt)
    lead_cost_amount: int = Field(sa_type=BigInt)
    tariff: Tariff = Field(default=Tariff.STANDARD, sa_type=EnumText(Tariff))  # the one recommended
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class EstimateLine(Table, table=True):
    """A line item of an estimate."""

    id: str = Field(primary_key=True, max_length=32)
    estimate_id: str = Field(foreign_key="estimate.id", index=True, max_length=32)
    service_key: str = Field(default="", max_length=40)
    position: int
    name: str = Field(max_length=160)
    unit: str = Field(max_length=16)
    quantity: Decimal = Field(sa_type=DecimalText)
    hours: Decimal = Field(sa_type=DecimalText)
    unit_price_amount: int = Field(sa_type=BigInt)
    discount_percent: Decimal = Field(default=Decimal(0), sa_type=DecimalText)
    optional: bool = False
    tariff: Tariff = Field(default=Tariff.START, sa_type=EnumText(Tariff))
    origin: str = Field(default="", max_length=200)  # the answer that put it here, e.g. "pages=12"
    doubt: LineDoubt = Field(default=LineDoubt.NONE, sa_type=EnumText(LineDoubt))
    listed_amount: int = Field(default=0, sa_type=BigInt)  # a unit in the price list when the line was made
    listed_currency: str = Field(default="", max_length=3)  # empty: the list does not have it
