"""View models of the calculator, in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money, number, percent
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.kinds import LineDoubt
from studio_app.domain.pricing.schemas import DiscountAsked, EstimateLineView, ServiceView
from studio_app.domain.proposals.phases import timeline_of, working_days
from studio_app.domain.proposals.wishes import Wishes, beyond
from studio_app.workspace.brief_words import beyond_words
from studio_app.workspace.calculator.sheet import Outcome, Terms, over_limit

_PART = re.compile(r"(\w+) = ")


@dataclass(frozen=True)
class LineRow:
    """A line as it was when it came to the screen; what is typed since lives in the browser's fields."""

    key: str = ""
    id: str = ""  # the same for one filling of the fields: a new one fills them anew
    name: str = ""
    unit: str = ""
    quantity: str = ""
    price: str = ""
    discount: str = ""
    hours: str = ""
    optional: bool = False
    tariff: str = ""
    origin: str = ""


@dataclass(frozen=True)
class TariffColumn:
    """The figures of one tariff."""

    tariff: str = ""
    total: str = ""
    net: str = ""
    tax: str = ""
    discount: str = ""
    cost: str = ""
    hours: str = ""
    margin: str = ""
    floor: str = ""
    beyond: tuple[str, ...] = ()  # sentences on the budget and the time that the client named


@dataclass(frozen=True)
class ServiceRow:
    """A service found in the price list."""

    key: str = ""
    name: str = ""
    price: str = ""


def line_row(item: EstimateLineView, answers: Mapping[str, tuple[str, str]], *, filling: int) -> LineRow:
    """A line with plain numbers in its fields and the client's answers that put it there."""
    line = item.line
    return LineRow(
        key=line.key,
        id=f"{line.key}-{filling}",
        name=line.name,
        unit=line.unit,
        quantity=_plain(line.quantity),
        price=_plain(line.unit_price.major),
        discount=_plain(line.discount_percent) if line.discount_percent else "",
        hours=_plain(line.hours),
        optional=line.optional,
        tariff=line.tariff.value,
        origin=_origin(item.origin, answers),
    )


def column(outcome: Outcome, wishes: Wishes, locale: str) -> TariffColumn:
    """The figures of a tariff, and by how much it is beyond what the client wished."""
    totals = outcome.totals
    gap = beyond(wishes, price=totals.total, days=working_days(timeline_of(totals.hours)))
    return TariffColumn(
        tariff=totals.tariff.value,
        total=money(totals.total, locale),
        net=money(totals.net, locale),
        tax=money(totals.tax, locale) if totals.tax else "",
        discount=money(totals.discount, locale) if totals.discount else "",
        cost=money(outcome.cost, locale),
        hours=number(totals.hours, locale),
        margin="–" if outcome.margin_percent is None else percent(outcome.margin_percent, locale),
        floor=outcome.floor.value,
        beyond=beyond_words(gap, locale),
    )


def sums(lines: Iterable[EstimateLineView], terms: Terms, locale: str) -> dict[str, str]:
    """The sum of each line by its key, with tax on top if there is any."""
    return {item.line.key: money(engine.price(item.line, terms.tax).total, locale) for item in lines}


def doubts(lines: Iterable[EstimateLineView], locale: str) -> dict[str, str]:
    """What to write at the lines that may not be offered yet."""
    found: dict[str, str] = {}
    for item in lines:
        if item.doubt is LineDoubt.CURRENCY and item.listed and not item.line.unit_price:
            code, listed = item.line.unit_price.currency, money(item.listed, locale)
            found[item.line.key] = translate(locale, "calculator.doubt_currency", listed=listed, currency=code)
        elif item.doubt is LineDoubt.RULE and not item.line.quantity:
            found[item.line.key] = translate(locale, "calculator.doubt_rule")
    return found


def limits(
    lines: Iterable[EstimateLineView], saved: Mapping[str, Decimal], terms: Terms, locale: str
) -> dict[str, str]:
    """What to say at the lines that ask less than the actor may give."""
    found = {item.line.key: over_limit(item, saved.get(item.line.key, Decimal(0)), terms) for item in lines}
    return {key: _limit_words(asked, locale) for key, asked in found.items() if asked is not None}


def asked_words(asked: DiscountAsked, locale: str) -> str:
    """What was saved, and what the owner is asked for."""
    return translate(
        locale,
        "calculator.asked_listed" if asked.listed else "calculator.asked",
        name=asked.name,
        percent=_share(asked.percent, locale),
        allowed=_share(asked.allowed, locale),
    )


def _limit_words(asked: DiscountAsked, locale: str) -> str:
    limit = _share(asked.allowed, locale)
    if asked.listed is None:
        return translate(locale, "calculator.over_limit", limit=limit)
    listed, share = money(asked.listed, locale), _share(asked.percent, locale)
    return translate(locale, "calculator.below_list", percent=share, listed=listed, limit=limit)


def _share(value: Decimal, locale: str) -> str:
    return percent(round(value, 2), locale)


def service_row(service: ServiceView, locale: str) -> ServiceRow:
    """A service with its price and unit."""
    return ServiceRow(key=service.key, name=service.name(locale), price=money(service.price, locale))


def tax_words(terms: Terms, locale: str) -> str:
    """How the prices are taxed, in one phrase."""
    if not terms.tax.rate:
        return translate(locale, "calculator.tax_none")
    return translate(locale, "calculator.tax_rate", rate=percent(terms.tax.rate, locale))


def _origin(origin: str, answers: Mapping[str, tuple[str, str]]) -> str:
    parts = [answers[key] for key in _PART.findall(origin) if key in answers]
    return " · ".join(f"{question} {answer}" for question, answer in parts) if parts else origin


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
