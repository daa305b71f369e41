"""Use cases: the country's official days in the studio's calendar; what a person typed is never overwritten.

They are renewed at each start, every night (a server that is never stopped sees the new year come), and when a
legal entity was saved, which may be in another country now.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import select

from studio_app.domain.studio.current import country, find_studio, local_now, studio, today
from studio_app.domain.studio.kinds import DayOrigin
from studio_app.domain.studio.models import CalendarDay
from studio_app.domain.studio.working_time import DayView
from studio_app.domain.timeline.events.studio import LegalEntitySaved
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

OfficialDays = Callable[[str, int, str], Sequence[DayView]]
"""The days of a country (ISO 3166) in a year that differ from their weekday, named in a language."""
RENEW = "renew_official_days"
"""The job that renews them and plans its next night."""
_AT = time(3)


def official_years(work: Work) -> tuple[int, int]:
    """Query: the years whose official days stand in the calendar."""
    year = today(work).year
    return year, year + 1


def plan_renewal(work: Work) -> None:
    """Plan the next night's renewal; as often as you like, it is one a night."""
    if find_studio(work) is None:
        return
    now = local_now(work)
    at = datetime.combine(now.date(), _AT, now.tzinfo)
    at = at if at > now else at + timedelta(days=1)
    work.jobs.enqueue(work.session, RENEW, key=f"{RENEW}:{at:%Y%m%d}", args={}, at=at)


def renew_soon(work: Work, recorded: Recorded[LegalEntitySaved]) -> None:
    """Reaction to legal_entity.saved: renew in a moment, beside the transaction: the days of a country take a while."""
    key = f"{RENEW}:{recorded.event.legal_entity_id}:{work.new_id()}"
    work.jobs.enqueue(work.session, RENEW, key=key, args={})


def official_calendar(work: Work) -> tuple[str, tuple[int, int], str]:
    """Query: whose official days stand in the calendar, of which years, named in which language."""
    return country(work), official_years(work), studio(work).locale


def renew_official_days(work: Work, *, official: OfficialDays) -> None:
    """Put the official days of this year and the next into the calendar; as often as you like.

    A day that a person has typed or taken away stays theirs; an official one that is none any more goes.
    """
    where, years, locale = official_calendar(work)
    said = {one.day: one for year in years for one in official(where, year, locale)}
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
