"""The one engine of totals: calculator, proposal, contract, invoice and PDF all get their figures here.

Rounding, declared once: every line is rounded half up to a whole minor unit, first its sum after
the discount, then its tax. Totals are sums of rounded lines, so the lines always add up and their
order never matters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, round_half_up, total
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.studio.kinds import TaxRegime

TARIFFS: tuple[Tariff, ...] = (Tariff.START, Tariff.STANDARD, Tariff.PREMIUM)
"""From the smallest to the largest; each contains the one before it."""

MAX_QUANTITY = Decimal(100_000)
MAX_PRICE = 100_000_000_000  # minor units: a thousand million roubles for one unit
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """A line item as it is offered. `key` names it among its neighbours: options are ticked by it.

    `hours` is the work for one unit; `unit_price` excludes tax unless the tax is included.
    Raises Invalid for figures that make no sense.
    """

    key: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Money
    hours: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    optional: bool = False
    tariff: Tariff = Tariff.START

    def __post_init__(self) -> None:
        """Refuse what nobody can sell."""
        _require(self.quantity, "quantity", maximum=MAX_QUANTITY)
        _require(self.hours, "hours", maximum=MAX_QUANTITY)
        most = Money(MAX_PRICE, self.unit_price.currency)
        _require(self.unit_price.major, "unit_price", maximum=most.major)
        _require(self.discount_percent, "discount_percent", maximum=_HUNDRED)


@dataclass(frozen=True, slots=True)
class Tax:
    """How sums are taxed: `rate` in percent, on top of the prices or included in them."""

    regime: TaxRegime
    rate: Decimal
    included: bool = False


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its sums: `net` after the discount, `tax`, and `total` = net + tax."""

    line: Line
    discount: Money
    net: Money
    tax: Money
    total: Money
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """What one tariff costs; each sum is the sum of its lines. `terms` is the tax it was reckoned with."""

    tariff: Tariff
    terms: Tax
    lines: tuple[PricedLine, ...]
    discount: Money
    net: Money
    tax: Money
    total: Money
    hours: Decimal


def contains(tariff: Tariff, part: Tariff) -> bool:
    """Whether `tariff` includes what belongs to `part`."""
    return TARIFFS.index(part) <= TARIFFS.index(tariff)


def included(lines: Iterable[Line], *, tariff: Tariff, options: frozenset[str]) -> tuple[Line, ...]:
    """The lines bought with `tariff`: all it contains, optional ones only when ticked by their key."""
    return tuple(line for line in lines if contains(tariff, line.tariff) and (not line.optional or line.key in options))


def offered_options(lines: Iterable[Line], *, tariff: Tariff) -> frozenset[str]:
    """The keys that can be ticked with `tariff`."""
    return frozenset(line.key for line in lines if line.optional and contains(tariff, line.tariff))


def price(line: Line, tax: Tax) -> PricedLine:
    """The sums of one line, each rounded half up once."""
    listed = line.unit_price.times(line.quantity)
    charged = line.unit_price.times(line.quantity * (_HUNDRED - line.discount_percent) / _HUNDRED)
    if tax.included:
        # multiplied before it is divided: a rounded quotient would push exact halves down
        part = Decimal(charged.amount) * tax.rate / (_HUNDRED + tax.rate)
        tax_part = Money(round_half_up(part), charged.currency)
        net, gross = charged - tax_part, charged
    else:
        tax_part = charged.times(tax.rate / _HUNDRED)
        net, gross = charged, charged + tax_part
    return PricedLine(
        line=line,
        discount=listed - charged,
        net=net,
        tax=tax_part,
        total=gross,
        hours=line.hours * line.quantity,
    )


def calculate(
    lines: Sequence[Line], *, tariff: Tariff, options: frozenset[str] = frozenset(), tax: Tax, currency: str
) -> Totals:
    """The totals of what is bought with `tariff` and the ticked `options` (keys of optional lines).

    Keys that are not offered with the tariff change nothing. All prices are in `currency`;
    raises CurrencyMismatch otherwise.
    """
    priced = tuple(price(line, tax) for line in included(lines, tariff=tariff, options=options))
    return Totals(
        tariff=tariff,
        terms=tax,
        lines=priced,
        discount=total((part.discount for part in priced), currency=currency),
        net=total((part.net for part in priced), currency=currency),
        tax=total((part.tax for part in priced), currency=currency),
        total=total((part.total for part in priced), currency=currency),
        hours=sum((part.hours for part in priced), Decimal(0)),
    )


def cost(totals: Totals, *, hour_cost: Money, lead_cost: Money) -> Money:
    """What delivering it costs the studio: hours × hourly cost + cost of the lead from its channel."""
    return hour_cost.times(totals.hours) + lead_cost


def margin(totals: Totals, *, cost: Money) -> Decimal | None:
    """The share of the net sum that is left after `cost`, in percent to one digit; None without a sum."""
    if not totals.net:
        return None
    left = Decimal((totals.net - cost).amount) / Decimal(totals.net.amount) * _HUNDRED
    return left.quantize(Decimal("0.1"))


def _require(value: Decimal, field: str, *, maximum: Decimal) -> None:
    if not value.is_finite() or not 0 <= value <= maximum:
        raise Invalid(field=field, reason="out_of_range", maximum=int(maximum))
