"""Values about proposals: what a proposal says, what was chosen, what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from studio_app.core.money import Money, exponent
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.engine import TARIFFS, Line, PricedLine, Tax, Totals
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.studio.kinds import TaxRegime


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SitePage(_Frozen):
    """A page of the preliminary site structure; without a title the catalogue names it by its key."""

    key: str = ""
    title: str = Field(default="", max_length=160)
    children: tuple[str, ...] = ()


class Phase(_Frozen):
    """A step of the work and its length in working days; without a title the catalogue names it by its key."""

    key: str = ""
    title: str = Field(default="", max_length=160)
    days: int = Field(ge=1)


class OfferLine(_Frozen):
    """A line item at the prices of the estimate it was copied from."""

    key: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Money
    hours: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    optional: bool = False
    tariff: Tariff = Tariff.START

    def line(self) -> Line:
        """The line as the engine takes it."""
        return Line(
            key=self.key,
            name=self.name,
            unit=self.unit,
            quantity=self.quantity,
            unit_price=self.unit_price,
            hours=self.hours,
            discount_percent=self.discount_percent,
            optional=self.optional,
            tariff=self.tariff,
        )


class Contact(_Frozen):
    """Who answers the client's questions."""

    name: str = ""
    email: str = ""
    phone: str = ""


class ProposalTexts(_Frozen):
    """What a manager writes into a proposal by hand."""

    intro: str = Field(default="", max_length=4000)
    goals: tuple[str, ...] = ()
    structure: tuple[SitePage, ...] = ()
    valid_until: date


class ProposalContent(_Frozen):
    """Everything a proposal says: the JSON of its document's revisions. Empty texts mean the default ones."""

    client_name: str = ""
    intro: str = Field(default="", max_length=4000)
    goals: tuple[str, ...] = ()
    structure: tuple[SitePage, ...] = ()
    lines: tuple[OfferLine, ...] = ()
    currency: str = "RUB"
    tax_regime: TaxRegime = TaxRegime.NONE
    tax_rate: Decimal = Decimal(0)
    recommended: Tariff = Tariff.STANDARD
    timeline: tuple[Phase, ...] = ()
    valid_until: date
    legal_entity: str = ""  # who would sign the contract
    manager: Contact = Contact()

    @property
    def texts(self) -> ProposalTexts:
        """The part of it that is written by hand."""
        return ProposalTexts(intro=self.intro, goals=self.goals, structure=self.structure, valid_until=self.valid_until)

    @property
    def tax(self) -> Tax:
        """How the sums are taxed."""
        return Tax(regime=self.tax_regime, rate=self.tax_rate)

    @property
    def zero(self) -> Money:
        """No money, in the currency of the proposal."""
        return Money.zero(self.currency)

    @property
    def digits(self) -> int:
        """Digits after the point of the currency."""
        return exponent(self.currency)

    def totals(self, tariff: Tariff, options: Iterable[str] = ()) -> Totals:
        """What `tariff` with the ticked `options` costs, by the engine from the copied prices."""
        lines = [item.line() for item in self.lines]
        return engine.calculate(lines, tariff=tariff, options=frozenset(options), tax=self.tax, currency=self.currency)

    def price(self, item: OfferLine) -> PricedLine:
        """The sums of one line."""
        return engine.price(item.line(), self.tax)

    def offers(self) -> tuple["Offer", ...]:
        """The tariffs that differ, from the smallest; one that adds nothing is not offered twice."""
        offers: list[Offer] = []
        for tariff in TARIFFS:
            totals = self.totals(tariff)
            known = {part.line.key for offer in offers for part in offer.adds}
            adds = tuple(part for part in totals.lines if part.line.key not in known)
            if adds:
                offers.append(
                    Offer(tariff=tariff, contains=offers[-1].tariff if offers else None, adds=adds, totals=totals)
                )
        return tuple(offers)

    def options(self) -> tuple["Option", ...]:
        """What can be ticked on top, with its sums."""
        return tuple(
            Option(tariff=item.tariff, priced=engine.price(item.line(), self.tax))
            for item in self.lines
            if item.optional
        )

    def tariff_of(self, wished: Tariff) -> Tariff:
        """The offered tariff that `wished` comes to: itself, or the nearest smaller one, or the smallest."""
        offered = [offer.tariff for offer in self.offers()]
        smaller = [tariff for tariff in offered if engine.contains(wished, tariff)]
        return smaller[-1] if smaller else (offered[0] if offered else wished)


@dataclass(frozen=True, slots=True)
class Offer:
    """One tariff: all of `contains` and what it adds to it."""

    tariff: Tariff
    contains: Tariff | None
    adds: tuple[PricedLine, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Option:
    """A line that can be ticked with `tariff` and every larger one."""

    tariff: Tariff
    priced: PricedLine


@dataclass(frozen=True, slots=True)
class FallenAway:
    """What of a kept choice the proposal offers no more; falsy if all of it is there."""

    tariff: Tariff | None = None
    options: tuple[str, ...] = ()  # names

    def __bool__(self) -> bool:
        return self.tariff is not None or bool(self.options)


@dataclass(frozen=True, slots=True)
class Picked:
    """A choice as it is told: `tariff` only where there were several, names of options, the sum, VAT in it or not."""

    tariff: Tariff | None
    options: tuple[str, ...]
    total: Money
    taxed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What is picked so far, and what it costs; `made` by a person, or only what the studio advises."""

    tariff: Tariff
    options: frozenset[str]
    totals: Totals
    picked: Picked
    made: bool = True
    fallen: FallenAway = FallenAway()

    def offers(self, option: Option) -> bool:
        """Whether the option can be ticked with the picked tariff."""
        return engine.contains(self.tariff, option.tariff)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the page so far, as it is kept with the link; `options` are keys with their names."""

    tariff: Tariff
    options: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What became of a proposal, beside its text. Hashable."""

    status: DocumentStatus
    expired: bool
    valid_until: datetime
    chosen: Chosen | None = None  # before an answer
    accepted_tariff: Tariff | None = None
    accepted_options: tuple[str, ...] = ()
    answered_by: str = ""
    answered_at: datetime | None = None
    decline_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the client can still accept."""
        return self.status is DocumentStatus.PUBLISHED and not self.expired


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as the people of the studio see it; `path` is the client's link on our site."""

    document_id: str
    deal_id: str
    revision: int
    status: DocumentStatus
    locale: str
    path: str
    content: ProposalContent
    changed: bool  # the client does not see yet what it says
    facts: ProposalFacts
