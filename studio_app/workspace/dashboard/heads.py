"""The head of the dashboard: its tiles, and how the books stand."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from studio_app.adapters.texts import format as fmt
from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.analytics.schemas import Dashboard
from studio_app.domain.payments.reconciliation.schemas import Health
from studio_app.workspace.dashboard.words import Beside, beside, percent, went_back


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
    rate = translate(locale, "dashboard.win_rate", rate=percent(now.win_rate, locale))
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
            went_back(now.received, locale),
            *_change(now.received.amount, before.received.amount, locale),
            currency=dashboard.currency,
            beside=beside(dashboard.received_foreign, locale),
        ),
    ]


def _change(now: int, before: int, locale: str) -> tuple[str, str]:
    if before <= 0:
        return "", "same"
    points = int((Decimal(now - before) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP))
    if not points:
        return fmt.percent(0, locale), "same"
    return f"{'+' if points > 0 else '−'}{fmt.percent(abs(points), locale)}", "up" if points > 0 else "down"
