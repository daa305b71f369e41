"""The estimate while it is being edited: typed text into lines, lines into totals. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.core.numbers import read_money, read_number
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.discounts import beyond_limit
from studio_app.domain.pricing.engine import Line, Tax
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.schemas import (
    LONGEST_NAME,
    UNITS,
    DiscountAsked,
    EstimateLineView,
    EstimateView,
    ServiceView,
)


class Floor(StrEnum):
    """Whether a price holds: above the margin wanted, below it, or below cost."""

    HOLDS = ""
    BELOW_MARGIN = "below_margin"
    BELOW_COST = "below_cost"


@dataclass(frozen=True, slots=True)
class Terms:
    """What turns lines into totals; fixed while the estimate is open."""

    currency: str
    tax: Tax
    hour_cost: Money
    lead_cost: Money
    min_margin_percent: Decimal
    max_discount_percent: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tariff brings."""

    totals: engine.Totals
    cost: Money
    margin_percent: Decimal | None
    floor: Floor


def terms_of(view: EstimateView) -> Terms:
    """The terms of a saved estimate."""
    return Terms(
        currency=view.currency,
        tax=view.tax,
        hour_cost=view.hour_cost,
        lead_cost=view.lead_cost,
        min_margin_percent=view.min_margin_percent,
        max_discount_percent=view.max_discount_percent,
    )


def typed(line: Line, field: str, text: str) -> Line:
    """The line with `text` typed into one of its fields. Raises Invalid with the field's name."""
    match field:
        case "name":
            return replace(line, name=limited("name", text, LONGEST_NAME))
        case "quantity" | "hours" | "discount_percent":
            return replace(line, **{field: read_number(text, field=field, empty=Decimal(0))})
        case "unit_price":
            return replace(line, unit_price=read_money(text, line.unit_price.currency, field=field, empty=Decimal(0)))
        case "unit" if text in UNITS:
            return replace(line, unit=text)
        case "tariff" if text in {tariff.value for tariff in Tariff}:
            return replace(line, tariff=Tariff(text))
        case _:
            raise Invalid(field=field, reason="number")


def own_line(key: str, *, name: str, currency: str) -> Line:
    """A line that is in no price list."""
    return Line(key=key, name=name, unit="service", quantity=Decimal(1), unit_price=Money.zero(currency))


def added(service: ServiceView, key: str, *, locale: str, currency: str) -> EstimateLineView:
    """A line of a service at the price of today, named in the language of the documents.

    A price in another currency than the estimate's is left for a person to write.
    """
    foreign = service.price.currency != currency
    line = Line(
        key=key,
        name=service.name(locale),
        unit=service.unit,
        quantity=Decimal(1),
        unit_price=Money.zero(currency) if foreign else service.price,
        hours=service.hours,
        tariff=service.tariff,
    )
    doubt = LineDoubt.CURRENCY if foreign else LineDoubt.NONE
    return EstimateLineView(line=line, service_key=service.key, origin="", doubt=doubt, listed=service.price)


def moved(lines: list[EstimateLineView], *, key: str, by: int) -> list[EstimateLineView]:
    """The lines with one of them moved up (-1) or down (1); unchanged at the ends."""
    at = next((index for index, item in enumerate(lines) if item.line.key == key), None)
    if at is None or not 0 <= at + by < len(lines):
        return lines
    result = list(lines)
    result.insert(at + by, result.pop(at))
    return result


def over_limit(item: EstimateLineView, saved: Decimal, terms: Terms) -> DiscountAsked | None:
    """What the owner will be asked for at this line; what was `saved` of it, in percent, is kept."""
    return beyond_limit(item.line, item.list_price, limit=max(terms.max_discount_percent, saved))


def outcomes(lines: Iterable[Line], terms: Terms) -> tuple[Outcome, ...]:
    """What each tariff brings, from the smallest; options are counted by nobody until they are ticked."""
    offered = tuple(lines)
    return tuple(_outcome(offered, tariff, terms) for tariff in engine.TARIFFS)


def _outcome(lines: tuple[Line, ...], tariff: Tariff, terms: Terms) -> Outcome:
    totals = engine.calculate(lines, tariff=tariff, tax=terms.tax, currency=terms.currency)
    cost = engine.cost(totals, hour_cost=terms.hour_cost, lead_cost=terms.lead_cost)
    margin = engine.margin(totals, cost=cost)
    floor = Floor.HOLDS
    if totals.net < cost and totals.lines:
        floor = Floor.BELOW_COST
    elif margin is not None and margin < terms.min_margin_percent:
        floor = Floor.BELOW_MARGIN
    return Outcome(totals=totals, cost=cost, margin_percent=margin, floor=floor)
