"""What was bought with a proposal: the line items with their sums, as contract and invoice copy them."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from studio_app.domain.pricing.engine import PricedLine


class AcceptedLine(BaseModel):
    """A line item at the sums the client accepted, in minor units: one entry of Proposal.accepted_lines."""

    model_config = ConfigDict(frozen=True)

    key: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: int
    discount_percent: Decimal = Decimal(0)
    net: int  # after the discount, without tax
    tax: int
    total: int
    hours: Decimal = Decimal(0)


def accepted_line(priced: PricedLine) -> AcceptedLine:
    """The snapshot of a priced line; store `model_dump(mode="json")` of it."""
    return AcceptedLine(
        key=priced.line.key,
        name=priced.line.name,
        unit=priced.line.unit,
        quantity=priced.line.quantity,
        unit_price=priced.line.unit_price.amount,
        discount_percent=priced.line.discount_percent,
        net=priced.net.amount,
        tax=priced.tax.amount,
        total=priced.total.amount,
        hours=priced.hours,
    )
