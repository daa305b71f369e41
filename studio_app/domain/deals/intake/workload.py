"""Who gets a new deal: of those at work, the manager with the fewest open ones."""

from dataclasses import replace

from sqlmodel import col, func, select

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.models import PersonalHours, Role, User
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.calendar import Calendar, studio_calendar, weekdays
from studio_app.domain.studio.models import Stage, StageKind
from studio_app.domain.work import Work


class NobodyHome(StudioError):
    """The studio has no person yet who could take a deal."""

    code = "nobody_home"
    status = 503


def free_manager(work: Work, *, team: str = "") -> str:
    """The id of the active manager at work with the fewest open deals; of an owner where there is no manager.

    When nobody is at work it is the least loaded of all. With `team`, one of its people if it has any.
    Raises NobodyHome.
    """
    people = work.session.exec(select(User).where(col(User.active))).all()
    people = [person for person in people if team and person.team == team] or people
    if not people:
        raise NobodyHome
    managers = [person for person in people if person.role is not Role.OWNER] or people
    if len(managers) == 1:
        return managers[0].id
    calendar, hours, load = studio_calendar(work), _hours(work), _load(work)

    def burden(person: User) -> tuple[bool, bool, int, str]:
        own = hours.get(person.id)
        return _is_away(work, own, calendar), not _is_working(work, own, calendar), load.get(person.id, 0), person.id

    return min(managers, key=burden).id


def is_away(work: Work, *, user_id: str) -> bool:
    """Whether the person is on holiday or ill today."""
    return _is_away(work, work.session.get(PersonalHours, user_id), studio_calendar(work))


def _load(work: Work) -> dict[str, int]:
    """How many open deals each person has."""
    open_stages = select(Stage.id).where(Stage.kind == StageKind.OPEN)
    query = select(Deal.manager_id, func.count()).where(col(Deal.stage_id).in_(open_stages))
    return dict(work.session.exec(query.group_by(col(Deal.manager_id))).all())


def _hours(work: Work) -> dict[str, PersonalHours]:
    return {row.user_id: row for row in work.session.exec(select(PersonalHours))}


def _is_away(work: Work, hours: PersonalHours | None, calendar: Calendar) -> bool:
    today = work.now().astimezone(calendar.zone).date()
    return hours is not None and hours.away_until is not None and today <= hours.away_until


def _is_working(work: Work, hours: PersonalHours | None, calendar: Calendar) -> bool:
    if hours is not None:
        calendar = replace(
            calendar,
            days=weekdays(hours.days),
            from_minute=hours.from_minute,
            until_minute=hours.until_minute,
        )
    return calendar.is_working(work.now())
