"""How far below the price list a line asks: what a person's limit of discount is measured on. Pure.

A service of the price list is compared with its price there on the day the line was made, for the quantity that
stands in the line; less than one is compared with one, since the price list sells no part of a unit. So a price
written down, a sliver of a quantity and a percentage are one and the same thing. What the list does not have (a line
of one's own, a service whose price is in another currency) is compared with the price written in the line. Hours are
the studio's cost and not what the client is asked: they count for the margin.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from studio_app.core.money import Money
from studio_app.domain.pricing.engine import Line
from studio_app.domain.pricing.schemas import DiscountAsked

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_STEP, _EXACT = Decimal("0.01"), Decimal("0.000001")


def discount_from_list(line: Line, listed: Money | None) -> Decimal:
    """By how many percent the line asks less than `listed`, the price of a unit in the price list; 0 to 100."""
    price, quantity = _at_list(line, listed)
    full = price.amount * quantity
    if not full:
        return line.discount_percent
    charged = line.unit_price.amount * line.quantity * (_HUNDRED - line.discount_percent)
    return (_HUNDRED - charged / full).quantize(_EXACT)


def beyond_limit(line: Line, listed: Money | None, *, limit: Decimal) -> DiscountAsked | None:
    """What the owner has to be asked for where the line asks less than `limit` percent below the list allow."""
    found = discount_from_list(line, listed)
    if found <= limit:
        return None
    at_list = (line.unit_price, line.quantity) == _at_list(line, listed)
    return DiscountAsked(line.name.strip(), found, limit, listed=None if at_list else listed)


def within_limit(line: Line, listed: Money | None, *, limit: Decimal) -> Line:
    """The line as far as `limit` goes: back at the price list, less so many percent."""
    price, quantity = _at_list(line, listed)
    percent = limit.quantize(_STEP, rounding=ROUND_DOWN) if limit != limit.to_integral_value() else limit
    return replace(line, unit_price=price, quantity=quantity, discount_percent=percent)


def discounts_in_figures(discounts: Iterable[DiscountAsked]) -> str:
    """What is asked for, in figures: `Layout −12.5 %; Shop −20 %`."""
    return "; ".join(f"{one.name} −{one.percent.quantize(_STEP).normalize():f} %" for one in discounts)


def _at_list(line: Line, listed: Money | None) -> tuple[Money, Decimal]:
    """The price of a unit and the quantity with which the line is compared."""
    if listed is None:
        return line.unit_price, line.quantity
    return max(line.unit_price, listed), max(line.quantity, _ONE)
