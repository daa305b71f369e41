"""The official days of coming years come by themselves, whatever stands still or runs on; on both databases."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.official_days import renew_days
from studio_app.core.clock import FixedClock
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.calendar import studio_calendar
from studio_app.domain.studio.kinds import DayOrigin
from studio_app.domain.studio.models import CalendarDay, LegalEntity
from studio_app.domain.studio.official_days import RENEW, plan_renewal
from studio_app.domain.timeline.events.studio import LegalEntitySaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.both_databases import cluster, runner
from tests.selling import ENTITY

__all__ = ["cluster", "runner"]


def years(work: Work) -> set[int]:
    return {row.day.year for row in work.session.exec(select(CalendarDay))}


def nights(jobs: RecordingJobs) -> list[datetime]:
    return [one.at for one in jobs.enqueued if one.job == RENEW and one.at is not None]


class TestAServerThatIsNeverStopped:
    def test_has_the_days_of_the_year_after_next_on_the_first_night_of_a_year(
        self, runner: Runner, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        clock.set(datetime(2026, 12, 31, 12, tzinfo=UTC))
        renew_days(runner)
        assert runner.read_sync(SYSTEM, years) == {2026, 2027}
        clock.set(nights(jobs)[-1])
        renew_days(runner)
        assert runner.read_sync(SYSTEM, years) == {2026, 2027, 2028}
        assert not runner.read_sync(SYSTEM, studio_calendar).is_working_day(date(2028, 1, 3))
        assert nights(jobs)[-1] - clock.now() == timedelta(days=1)

    def test_plans_one_night_however_often_it_is_asked(
        self, runner: Runner, jobs: RecordingJobs, clock: FixedClock
    ) -> None:
        for _ in range(3):
            runner.run_sync(SYSTEM, plan_renewal)
        assert len(nights(jobs)) == 1

    def test_never_touches_what_a_person_typed(self, runner: Runner, clock: FixedClock) -> None:
        clock.set(datetime(2026, 12, 31, 12, tzinfo=UTC))
        days = date(2028, 1, 3), date(2028, 6, 1)

        def type_in(work: Work) -> None:
            for day in days:
                work.session.add(CalendarDay(day=day, is_working=True, name="", origin=DayOrigin.TYPED))

        runner.run_sync(SYSTEM, type_in)
        clock.set(datetime(2027, 1, 1, 0, tzinfo=UTC))
        renew_days(runner)
        kept = runner.read_sync(
            SYSTEM,
            lambda work: work.session.exec(select(CalendarDay).where(col(CalendarDay.day).in_(days))).all(),
        )
        assert [(row.is_working, row.origin) for row in kept] == [(True, DayOrigin.TYPED)] * 2


class TestALegalEntityThatMoves:
    def test_takes_the_days_of_its_new_country(self, runner: Runner, jobs: RecordingJobs) -> None:
        renew_days(runner)
        assert not runner.read_sync(SYSTEM, studio_calendar).is_working_day(date(2027, 1, 8))

        def move(work: Work) -> None:
            work.session.get_one(LegalEntity, ENTITY).country = "DE"
            record(work, LegalEntitySaved(legal_entity_id=ENTITY))

        before = len(jobs.enqueued)
        runner.run_sync(SYSTEM, move)
        assert [(one.job, one.at) for one in jobs.enqueued[before:]] == [(RENEW, None)]
        renew_days(runner)
        calendar = runner.read_sync(SYSTEM, studio_calendar)
        assert (calendar.is_working_day(date(2027, 1, 8)), calendar.is_working_day(date(2026, 12, 25))) == (True, False)
