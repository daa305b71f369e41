"""Use case: the country's official days in the studio's calendar; what a person typed is never overwritten."""

from collections.abc import Callable, Sequence

from sqlmodel import select

from studio_app.domain.studio.current import default_entity, studio, today
from studio_app.domain.studio.models import CalendarDay, DayOrigin
from studio_app.domain.studio.working_time import DayView
from studio_app.domain.work import Work

OfficialDays = Callable[[str, int, str], Sequence[DayView]]
"""The days of a country (ISO 3166) in a year that differ from their weekday, named in a language."""
_HOME = "RU"


def calendar_country(work: Work) -> str:
    """Query: whose official days count: the country of the legal entity that signs."""
    entity = default_entity(work)
    return entity.country if entity else _HOME


def official_years(work: Work) -> tuple[int, int]:
    """Query: the years whose official days stand in the calendar."""
    year = today(work).year
    return year, year + 1


def renew_official_days(work: Work, *, official: OfficialDays) -> None:
    """Put the official days of this year and the next into the calendar; as often as you like.

    A day that a person has typed or taken away stays theirs; an official one that is none any more goes.
    """
    years, country, locale = official_years(work), calendar_country(work), studio(work).locale
    said = {one.day: one for year in years for one in official(country, year, locale)}
    known = {row.day: row for row in work.session.exec(select(CalendarDay))}
    for day, row in known.items():
        if row.origin is DayOrigin.OFFICIAL and day.year in years and day not in said:
            work.session.delete(row)
    for day, one in said.items():
        row = known.get(day) or CalendarDay(day=day, origin=DayOrigin.OFFICIAL)
        if row.origin is DayOrigin.OFFICIAL:
            row.is_working, row.name = one.is_working, one.name
            work.session.add(row)
    work.session.flush()
