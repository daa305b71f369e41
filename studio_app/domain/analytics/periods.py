"""Query: the period a person has chosen, in whole days of the studio's time zone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from studio_app.core.errors import Invalid
from studio_app.domain.analytics.schemas import Period
from studio_app.domain.studio.current import end_of_day, start_of_day, today, zone
from studio_app.domain.work import Work

LONGEST = timedelta(days=3 * 366)


class Preset(StrEnum):
    """The periods that are one click away; all of them end with today."""

    MONTH = "month"
    DAYS_30 = "days30"
    DAYS_90 = "days90"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class ChosenPeriod:
    """A period with its first and last day, both included."""

    period: Period
    first: date
    last: date


def choose_period(work: Work, *, preset: Preset, first: date | None = None, last: date | None = None) -> ChosenPeriod:
    """The period of `preset`; `first` and `last` matter for CUSTOM only.

    Raises Invalid for a custom period that is missing a day, upside down or longer than three years.
    """
    clock = zone(work)
    if preset is not Preset.CUSTOM:
        first, last = _first_day(preset, today(work)), today(work)
    if first is None or last is None or first > last or last - first > LONGEST:
        raise Invalid(field="period", reason="period")
    return ChosenPeriod(Period(start_of_day(first, clock), end_of_day(last, clock)), first, last)


def _first_day(preset: Preset, today: date) -> date:
    if preset is Preset.DAYS_30:
        return today - timedelta(days=29)
    if preset is Preset.DAYS_90:
        return today - timedelta(days=89)
    if preset is Preset.MONTH:
        return today.replace(day=1)
    if preset is Preset.QUARTER:
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return today.replace(month=1, day=1)
