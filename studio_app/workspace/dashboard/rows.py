"""The rows of the dashboard's funnel and tables, and of the list behind a figure."""

from dataclasses import dataclass, field

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import pick
from studio_app.domain.analytics.schemas import DealBehind, LostFigures, SourceFigures, StageFigures
from studio_app.domain.studio.kinds import StageKind
from studio_app.workspace.dashboard.words import NONE, Beside, beside, duration, percent, went_back


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
    why: str = ""  # what was received is below zero
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
            conversion=percent(stage.conversion, locale) if stage.kind is StageKind.OPEN else "",
            waiting=stage.waiting if stage.kind is StageKind.OPEN else 0,
            median=duration(stage.median_seconds, locale),
        )
        for stage in open_or_won
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
            rate=percent(row.win_rate, locale),
            won_amount=fmt.money(row.won_amount, locale),
            received=fmt.money(row.received, locale),
            why=went_back(row.received, locale),
            spent=fmt.money(row.spent, locale) if row.spent.amount else NONE,
            per_lead=fmt.money(row.per_lead, locale) if row.per_lead else NONE,
            per_won=fmt.money(row.per_won, locale) if row.per_won else NONE,
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
