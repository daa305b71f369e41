"""Values of the owner's dashboard."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from studio_app.core.money import Money
from studio_app.domain.studio.kinds import StageKind


@dataclass(frozen=True, slots=True)
class Period:
    """The moments from `start` up to, not including, `end`; both in UTC."""

    start: datetime
    end: datetime

    def before(self) -> "Period":
        """The period of the same length right before this one."""
        return Period(self.start - (self.end - self.start), self.start)


class Figure(StrEnum):
    """What can be counted, and therefore listed."""

    LEADS = "leads"
    PROPOSALS = "proposals"
    WON = "won"
    LOST = "lost"
    MONEY = "money"
    ENTERED = "entered"
    FORWARD = "forward"
    WAITING = "waiting"


SUMMED = frozenset({Figure.WON, Figure.LOST, Figure.MONEY})
"""Figures that are told as a sum too."""


class PlayMoney(StrEnum):
    """What the figures do with the money of a demo or of a provider's test account."""

    NONE = "none"
    COUNTED = "counted"  # nothing but test money has come through a provider so far
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Slice:
    """Which deals of a figure: all, or those of one stage, manager, channel, reason; of SUMMED also of one currency."""

    stage_id: str = ""
    manager_id: str = ""
    channel_id: str = ""
    lost_reason_id: str = ""
    currency: str = ""


EVERYTHING = Slice()


def percentage(part: int, whole: int) -> int | None:
    """`part` of `whole` in whole percent, halves up; None of nothing."""
    return (part * 200 + whole) // (whole * 2) if whole else None


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a figure has in a currency that is not the studio's: deals that its sum does not hold."""

    deals: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures at the head of the page. Deals of all currencies, money in the studio's."""

    leads: int
    proposals: int
    won: int
    won_amount: Money
    lost: int
    received: Money

    @property
    def win_rate(self) -> int | None:
        """How many of the deals that ended were won, in percent; None where none has ended."""
        return percentage(self.won, self.won + self.lost)


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One step of the cohort funnel: how many deals entered the stage in the period, and what became of them."""

    stage_id: str
    name_ru: str
    name_en: str
    colour: str
    kind: StageKind
    norm_days: int
    entered: int
    forward: int
    waiting: int
    median_seconds: int | None
    p90_seconds: int | None

    @property
    def conversion(self) -> int | None:
        """How many of those that entered went on, in percent; None where none has entered."""
        return percentage(self.forward, self.entered)


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What a manager or a channel brought in the period. Deals of all currencies, money in the studio's."""

    id: str
    name_ru: str
    name_en: str
    leads: int
    proposals: int
    won: int
    won_amount: Money
    lost: int
    received: Money
    spent: Money
    won_foreign: tuple[Foreign, ...] = ()
    received_foreign: tuple[Foreign, ...] = ()

    @property
    def win_rate(self) -> int | None:
        """How many of the deals that ended were won, in percent; None where none has ended."""
        return percentage(self.won, self.won + self.lost)

    @property
    def per_lead(self) -> Money | None:
        """What a lead has cost; None where nothing was spent or nobody came."""
        return self._per(self.leads)

    @property
    def per_won(self) -> Money | None:
        """What a won deal has cost; None where nothing was spent or won."""
        return self._per(self.won)

    def _per(self, count: int) -> Money | None:
        if not count or not self.spent.amount:
            return None
        return Money((self.spent.amount * 2 + count) // (count * 2), self.spent.currency)  # half up


@dataclass(frozen=True, slots=True)
class LostFigures:
    """How often one reason lost a deal of one manager."""

    reason_id: str
    name_ru: str
    name_en: str
    manager_id: str
    manager: str
    deals: int
    amount: Money
    foreign: tuple[Foreign, ...] = ()


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, week or month of the chart; `first` is its first day."""

    first: date
    leads: int
    received: Money


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All figures of the page for one period."""

    currency: str
    totals: Totals
    previous: Totals
    funnel: tuple[StageFigures, ...]
    over_time: tuple[Bucket, ...]
    managers: tuple[SourceFigures, ...]
    channels: tuple[SourceFigures, ...]
    lost: tuple[LostFigures, ...]
    play_money: PlayMoney
    won_foreign: tuple[Foreign, ...] = ()
    received_foreign: tuple[Foreign, ...] = ()


@dataclass(frozen=True, slots=True)
class DealBehind:
    """A deal in the list behind a figure: its manager then, its stage now; of SUMMED the amount that was counted."""

    id: str
    number: int
    title: str
    client: str
    manager: str
    channel_ru: str
    channel_en: str
    stage_ru: str
    stage_en: str
    amount: Money
    at: datetime  # when it came to be counted


@dataclass(frozen=True, slots=True)
class DealsBehind:
    """One window of such a list, how many there are in all, and of SUMMED what all come to, by currency."""

    total: int
    deals: tuple[DealBehind, ...]
    sums: tuple[Money, ...] = ()
