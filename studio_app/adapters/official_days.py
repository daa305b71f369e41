"""The official holidays and moved days of countries, by the library `holidays`."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from studio_app.adapters.db.runner import Runner
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.official_days import official_calendar, plan_renewal, renew_official_days
from studio_app.domain.studio.working_time import DayView


def renew_days(runner: Runner) -> None:
    """Bring the calendar up to date and plan the next night. A job: what takes long is done before the transaction."""
    runner.run_sync(SYSTEM, plan_renewal)
    country, years, locale = runner.read_sync(SYSTEM, official_calendar)
    for year in years:
        official_days(country, year, locale)
    runner.run_sync(SYSTEM, renew_official_days, official=official_days)


@cache
def official_days(country: str, year: int, locale: str) -> tuple[DayView, ...]:
    """The days of a country (ISO 3166) in a year that differ from their weekday; none for a country nobody knows."""
    calendar = _calendar(country, year, locale)
    if calendar is None:
        return ()
    first = date(year, 1, 1)
    days = (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days))
    return tuple(
        DayView(day, works, str(calendar.get(day) or "")[:80])
        for day in days
        # asked of the library by `is_working_day`: a moved day is no holiday, and a worked Saturday is none either
        for works in [bool(calendar.is_working_day(day))]
        if works is (day.weekday() in calendar.weekend) or (day in calendar and not works)
    )


def is_preliminary(country: str, year: int) -> bool:
    """Whether the country moves days by a decree of each year and that year's is not known yet."""
    calendar = _calendar(country, year, "")
    if calendar is None or not calendar.has_substituted_holidays:
        return False
    decreed = getattr(calendar, "special_public_holidays", {})
    return year > max(decreed, default=year)


def _calendar(country: str, year: int, locale: str) -> Any:
    from holidays import country_holidays  # noqa: PLC0415  the command line starts without it

    try:
        plain = country_holidays(country, years=year)
    except NotImplementedError:
        return None
    named = next((one for one in plain.supported_languages if locale and one.startswith(locale)), None)
    return country_holidays(country, years=year, language=named) if named else plain
