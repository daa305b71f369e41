"""How the dashboard says sums, shares, times and periods, in the reader's language."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import translate, translate_count
from studio_app.core.money import Money
from studio_app.domain.analytics.periods import ChosenPeriod
from studio_app.domain.analytics.schemas import DealsBehind, Foreign

DAY = 86_400  # seconds
NONE = "–"  # where there is nothing to tell


@dataclass(frozen=True)
class Beside:
    """What a sum has in another currency, told beside it."""

    currency: str
    text: str


def beside(shares: tuple[Foreign, ...], locale: str) -> list[Beside]:
    """`and 2 deals for €3,400`, a sentence a currency; why, where such a sum is below zero."""
    return [Beside(one.amount.currency, _beside(one, locale)) for one in shares]


def went_back(received: Money, locale: str) -> str:
    """Why what was received is below zero: refunds and lost disputes of earlier payments; otherwise empty."""
    return translate(locale, "dashboard.went_back") if received.amount < 0 else ""


def _beside(one: Foreign, locale: str) -> str:
    said = translate_count(locale, "dashboard.beside", one.deals, amount=fmt.money(one.amount, locale))
    return ": ".join(filter(None, (said, went_back(one.amount, locale))))


def sums(found: DealsBehind, locale: str) -> str:
    """What the deals of a list come to: `1 200 000 ₽ + 3 400 €`; empty where they are only counted."""
    return " + ".join(fmt.money(one, locale) for one in found.sums)


def period_text(chosen: ChosenPeriod, locale: str) -> str:
    """`1 ноя – 23 ноя 2026`."""
    return f"{fmt.short_day(chosen.first, locale)} – {fmt.short_day(chosen.last, locale)}"


def duration(seconds: int | None, locale: str) -> str:
    """`4,2 дн.`, `5 ч`, `12 мин`, or a dash."""
    if seconds is None:
        return NONE
    for unit, length in (("days", DAY), ("hours", 3600)):
        if seconds >= length:
            value = (Decimal(seconds) / length).quantize(Decimal("0.1"), ROUND_HALF_UP)
            return translate(locale, f"dashboard.{unit}", value=fmt.number(value, locale))
    return translate(locale, "dashboard.minutes", value=max(1, round(seconds / 60)))


def percent(value: int | None, locale: str) -> str:
    """`42 %`, or a dash."""
    return NONE if value is None else fmt.percent(value, locale)
