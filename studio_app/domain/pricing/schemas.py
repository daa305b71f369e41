"""Values about prices and estimates."""

from dataclasses import dataclass
from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.columns import width
from studio_app.domain.pricing.engine import Line, Tax, Totals
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.models import EstimateLine

UNITS = ("service", "page", "item", "language", "hour", "day", "month", "year")
"""What a quantity counts; the word for it is the catalogue's plural `unit.<name>`."""

LONGEST_NAME = width(EstimateLine.name)
"""Characters of a line's name."""


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A position of the price list."""

    key: str
    name_ru: str
    name_en: str
    unit: str
    hours: Decimal
    price: Money
    tariff: Tariff

    def name(self, locale: str) -> str:
        """The name in the language of a document."""
        return self.name_en if locale == "en" else self.name_ru


@dataclass(frozen=True, slots=True)
class EstimateLineView:
    """A line of an estimate: what the engine needs, the service it came from and why it is there."""

    line: Line
    service_key: str
    origin: str  # the answer that put it here, e.g. "pages = 12"; empty when a person added it
    doubt: LineDoubt = LineDoubt.NONE
    listed: Money | None = None  # the price of a unit in the price list on the day the line was made

    @property
    def list_price(self) -> Money | None:
        """The price with which it can be compared: none for own lines, in other currencies, and while in doubt."""
        known = self.listed is not None and self.listed.currency == self.line.unit_price.currency
        return self.listed if known and not self.doubt else None


@dataclass(frozen=True, slots=True)
class EstimateLineIn:
    """A line to save: a key of the estimate's own keeps that line, any other adds one."""

    line: Line
    service_key: str = ""


@dataclass(frozen=True, slots=True)
class DiscountAsked:
    """A discount over the actor's limit: what was wished and what was given, in percent.

    `listed` is the price of a unit in the price list, where less was asked than by the percentage alone.
    """

    name: str
    percent: Decimal
    allowed: Decimal
    listed: Money | None = None


@dataclass(frozen=True, slots=True)
class EstimateView:
    """An estimate with the prices, tax and costs of its day, and the totals of the three tariffs."""

    id: str
    deal_id: str
    version: int
    currency: str
    locale: str
    tariff: Tariff  # the one recommended
    tax: Tax
    hour_cost: Money
    lead_cost: Money
    min_margin_percent: Decimal
    max_discount_percent: Decimal  # what the actor may give without the owner
    lines: tuple[EstimateLineView, ...]
    totals: tuple[Totals, ...]  # by engine.TARIFFS, without optional lines
    discounts_asked: tuple[DiscountAsked, ...] = ()  # at this save, of the owner

    @property
    def sure_lines(self) -> tuple[Line, ...]:
        """The lines that may be offered: nobody has to look at them first."""
        return tuple(item.line for item in self.lines if not item.doubt)

    def of(self, tariff: Tariff) -> Totals:
        """The totals of one tariff."""
        return next(totals for totals in self.totals if totals.tariff is tariff)
