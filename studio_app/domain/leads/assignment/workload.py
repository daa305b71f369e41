"""Who gets a new deal: of those at work, the manager with the fewest open ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from sqlmodel import col, func, select

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.models import PersonalHours, User
from studio_app.domain.accounts.permissions import Permission, role_may
from studio_app.domain.accounts.team import holders
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.calendar import Calendar, studio_calendar, weekdays
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work


class StudioNotReady(StudioError):
    """The studio has no person yet who could take a deal."""

    code = "studio_not_ready"
    status = 503


class Workload:
    """The people to whom deals are given, with their hours and open deals, read once and counted on deal by deal."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._given = Counter[str]()

    def free(self, *, team: str = "") -> str:
        """The id of the manager at work with the fewest open deals; of an owner where there is no manager.

        When nobody is at work it is the least loaded of all. With `team`, one of its people if it has any.
        Raises StudioNotReady.
        """
        people = self._people
        people = [person for person in people if team and person.team == team] or people
        if not people:
            raise StudioNotReady
        managers = [person for person in people if not role_may(person.role, Permission.MANAGE_PEOPLE)] or people
        return managers[0].id if len(managers) == 1 else min(managers, key=self._burden).id

    def is_there(self, user_id: str) -> bool:
        """Whether the person may sign in, and is neither on holiday nor ill today."""
        return any(person.id == user_id for person in self._people) and not self._is_away(user_id)

    def gets(self, user_id: str) -> None:
        """Count one more deal of theirs that is not in the database yet."""
        self._given[user_id] += 1

    def count_anew(self) -> None:
        """What they have got is in the database now."""
        self._given.clear()
        self.__dict__.pop("_load", None)

    @cached_property
    def _people(self) -> Sequence[User]:
        return holders(self._work, Permission.EDIT_DEALS)

    @cached_property
    def _hours(self) -> dict[str, PersonalHours]:
        return {row.user_id: row for row in self._work.session.exec(select(PersonalHours))}

    @cached_property
    def _calendar(self) -> Calendar:
        return studio_calendar(self._work)

    @cached_property
    def _load(self) -> dict[str, int]:
        """How many open deals each person has."""
        open_stages = select(Stage.id).where(Stage.kind == StageKind.OPEN)
        query = select(Deal.manager_id, func.count()).where(col(Deal.stage_id).in_(open_stages))
        return dict(self._work.session.exec(query.group_by(col(Deal.manager_id))).all())

    def _burden(self, person: User) -> tuple[bool, bool, int, str]:
        deals = self._load.get(person.id, 0) + self._given[person.id]
        return self._is_away(person.id), not self._is_working(person.id), deals, person.id

    def _is_away(self, user_id: str) -> bool:
        hours = self._hours.get(user_id)
        return hours is not None and hours.away_until is not None and today(self._work) <= hours.away_until

    def _is_working(self, user_id: str) -> bool:
        calendar, hours = self._calendar, self._hours.get(user_id)
        if hours is not None:
            calendar = replace(
                calendar, days=weekdays(hours.days), from_minute=hours.from_minute, until_minute=hours.until_minute
            )
        return calendar.is_working(self._work.now())
