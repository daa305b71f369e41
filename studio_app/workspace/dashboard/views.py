"""What the dashboard shows: figures as text, widths and chart points, in the reader's language."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_date

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import pick, translate, translate_count
from studio_app.domain.analytics.periods import ChosenPeriod
from studio_app.domain.analytics.schemas import (
    Bucket,
    Dashboard,
    DealBehind,
    DealsBehind,
    Foreign,
    LostFigures,
    SourceFigures,
    StageFigures,
)
from studio_app.domain.payments.reconciliation.schemas import Health
from studio_app.domain.studio.models import StageKind

_DAY = 86_400

_NONE = "–"  # where there is nothing to tell


@dataclass(frozen=True)
class Beside:
    """What a sum has in another currency, told beside it."""

    currency: str
    text: str


@dataclass(frozen=True)
class Tile:
    """A figure at the head of the page, and how it differs from the period before."""

    figure: str
    value: str
    note: str
    change: str
    trend: str  # up, down or same
    currency: str = ""  # of a figure that is a sum
    beside: list[Beside] = field(default_factory=list[Beside])


@dataclass(frozen=True)
class StageRow:
    """A step of the funnel."""

    id: str
    name: str
    colour: str
    entered: int
    width: str  # of the bar, CSS
    conversion: str
    waiting: int
    median: str
    slow: bool


@dataclass(frozen=True)
class SourceRow:
    """A manager or a channel."""

    id: str
    name: str
    leads: int
    proposals: int
    won: int
    lost: int
    rate: str
    won_amount: str
    received: str
    spent: str = ""
    per_lead: str = ""
    per_won: str = ""
    won_beside: list[Beside] = field(default_factory=list[Beside])
    received_beside: list[Beside] = field(default_factory=list[Beside])


@dataclass(frozen=True)
class LostRow:
    """A reason with one manager."""

    key: str
    reason: str
    manager: str
    deals: int
    amount: str
    width: str
    beside: list[Beside] = field(default_factory=list[Beside])


@dataclass(frozen=True)
class DealRow:
    """A deal of the list behind a figure."""

    href: str
    number: int
    title: str
    client: str
    manager: str
    stage: str
    amount: str
    at: str


@dataclass(frozen=True)
class Books:
    """How the books stand against the providers'. `state`: even, open, failed, never."""

    state: str = ""
    open: int = 0
    at: str = ""


def books(found: Health, locale: str, timezone: str) -> Books:
    """The health figure."""
    at = fmt.moment(found.looked_at, locale, timezone) if found.looked_at else ""
    state = "open" if found.open else "failed" if found.problem else "even" if at else "never"
    return Books(state, found.open, at)


def tiles(dashboard: Dashboard, locale: str) -> list[Tile]:
    """Leads, proposals, won, money received."""
    now, before = dashboard.totals, dashboard.previous
    won, received = fmt.money(now.won_amount, locale), fmt.money(now.received, locale)
    rate = translate(locale, "dashboard.win_rate", rate=_ratio(now.won, now.won + now.lost, locale))
    return [
        Tile("leads", str(now.leads), "", *_change(now.leads, before.leads, locale)),
        Tile("proposals", str(now.proposals), "", *_change(now.proposals, before.proposals, locale)),
        Tile(
            "won",
            str(now.won),
            f"{won} · {rate}" if now.won else "",
            *_change(now.won, before.won, locale),
            beside=beside(dashboard.won_foreign, locale),
        ),
        Tile(
            "money",
            received,
            "",
            *_change(now.received.amount, before.received.amount, locale),
            currency=dashboard.currency,
            beside=beside(dashboard.received_foreign, locale),
        ),
    ]


def beside(shares: tuple[Foreign, ...], locale: str) -> list[Beside]:
    """`and 2 deals for €3,400`, a sentence a currency."""
    return [
        Beside(
            one.amount.currency,
            translate_count(locale, "dashboard.beside", one.deals, amount=fmt.money(one.amount, locale)),
        )
        for one in shares
    ]


def _change(now: int, before: int, locale: str) -> tuple[str, str]:
    if before <= 0:
        return "", "same"
    points = int((Decimal(now - before) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP))
    if not points:
        return fmt.percent(0, locale), "same"
    return f"{'+' if points > 0 else '−'}{fmt.percent(abs(points), locale)}", "up" if points > 0 else "down"


def funnel(stages: tuple[StageFigures, ...], locale: str) -> list[StageRow]:
    """The steps of the chain with their bars; lost deals have a list of their own."""
    open_or_won = [stage for stage in stages if stage.kind is not StageKind.LOST]
    widest = max((stage.entered for stage in open_or_won), default=0)
    return [
        StageRow(
            id=stage.stage_id,
            name=stage.name_ru if pick(locale) == "ru" else stage.name_en,
            colour=stage.colour,
            entered=stage.entered,
            width=f"{max(1, round(stage.entered * 100 / widest)) if widest and stage.entered else 0}%",
            conversion=_ratio(stage.forward, stage.entered, locale) if stage.kind is StageKind.OPEN else "",
            waiting=stage.waiting if stage.kind is StageKind.OPEN else 0,
            median=duration(stage.median_seconds, locale),
            slow=(stage.median_seconds or 0) > stage.norm_days * _DAY,
        )
        for stage in open_or_won
    ]


def times(stages: tuple[StageFigures, ...], locale: str) -> list[dict[str, Any]]:
    """Median days in each open stage, beside its norm."""
    return [
        {
            "name": stage.name_ru if pick(locale) == "ru" else stage.name_en,
            "median": round((stage.median_seconds or 0) / _DAY, 1),
            "norm": stage.norm_days,
        }
        for stage in stages
        if stage.kind is StageKind.OPEN
    ]


def over_time(buckets: tuple[Bucket, ...], locale: str) -> list[dict[str, Any]]:
    """Leads and thousands received by day, week or month."""
    return [
        {
            "label": _label(bucket.first, buckets, locale),
            "leads": bucket.leads,
            "money": float(round(bucket.received.major / 1000, 1)),
        }
        for bucket in buckets
    ]


def sources(rows: tuple[SourceFigures, ...], locale: str) -> list[SourceRow]:
    """Managers or channels."""
    return [
        SourceRow(
            id=row.id,
            name=row.name_ru if pick(locale) == "ru" else row.name_en,
            leads=row.leads,
            proposals=row.proposals,
            won=row.won,
            lost=row.lost,
            rate=_ratio(row.won, row.won + row.lost, locale),
            won_amount=fmt.money(row.won_amount, locale),
            received=fmt.money(row.received, locale),
            spent=fmt.money(row.spent, locale) if row.spent.amount else _NONE,
            per_lead=fmt.money(row.per_lead, locale) if row.per_lead else _NONE,
            per_won=fmt.money(row.per_won, locale) if row.per_won else _NONE,
            won_beside=beside(row.won_foreign, locale),
            received_beside=beside(row.received_foreign, locale),
        )
        for row in rows
    ]


def lost(rows: tuple[LostFigures, ...], locale: str) -> list[LostRow]:
    """Reasons with managers, the most frequent first."""
    widest = max((row.deals for row in rows), default=1)
    return [
        LostRow(
            key=f"{row.reason_id}:{row.manager_id}",
            reason=row.name_ru if pick(locale) == "ru" else row.name_en,
            manager=row.manager,
            deals=row.deals,
            amount=fmt.money(row.amount, locale),
            width=f"{max(2, round(row.deals * 100 / widest))}%",
            beside=beside(row.foreign, locale),
        )
        for row in rows
    ]


def deals(rows: tuple[DealBehind, ...], locale: str, timezone: str) -> list[DealRow]:
    """The list behind a figure."""
    return [
        DealRow(
            href=f"/deal/{row.id}",
            number=row.number,
            title=row.title,
            client=row.client,
            manager=row.manager,
            stage=row.stage_ru if pick(locale) == "ru" else row.stage_en,
            amount=fmt.money(row.amount, locale),
            at=fmt.moment(row.at, locale, timezone),
        )
        for row in rows
    ]


def sums(found: DealsBehind, locale: str) -> str:
    """What the deals of a list come to: `1 200 000 ₽ + 3 400 €`; empty where they are only counted."""
    return " + ".join(fmt.money(one, locale) for one in found.sums)


def period_text(chosen: ChosenPeriod, locale: str) -> str:
    """`1 ноя – 23 ноя 2026`."""
    return f"{fmt.short_day(chosen.first, locale)} – {fmt.short_day(chosen.last, locale)}"


def duration(seconds: int | None, locale: str) -> str:
    """`4,2 дн.`, `5 ч`, `12 мин`, or a dash."""
    if seconds is None:
        return _NONE
    for unit, length in (("days", _DAY), ("hours", 3600)):
        if seconds >= length:
            value = (Decimal(seconds) / length).quantize(Decimal("0.1"), ROUND_HALF_UP)
            return translate(locale, f"dashboard.{unit}", value=fmt.number(value, locale))
    return translate(locale, "dashboard.minutes", value=max(1, round(seconds / 60)))


def _ratio(part: int, whole: int, locale: str) -> str:
    if not whole:
        return _NONE
    return fmt.percent(int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)), locale)


def _label(first: date, buckets: tuple[Bucket, ...], locale: str) -> str:
    monthly = len(buckets) > 1 and (buckets[1].first - buckets[0].first).days >= 28
    return format_date(first, "LLL" if monthly else "d MMM" if pick(locale) == "en" else "d.MM", locale=pick(locale))
