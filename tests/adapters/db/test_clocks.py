"""A wall clock that jumps a day ahead and is put back: nothing lasts less than nothing, is locked, or comes twice.

As by a step of NTP, a machine that was asleep, or a clock set to local time; on both databases.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import col, select

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Throttled
from studio_app.domain.accounts.confirming import is_fresh
from studio_app.domain.accounts.models import Ticket, User
from studio_app.domain.accounts.sessions import is_stale, signed_in, touch_session
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.accounts.sign_in_limits import count_try
from studio_app.domain.accounts.tickets import LinkGone, request_reset, reset_ticket
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.analytics.visits import rebuild_visits
from studio_app.domain.briefs.starter import install_questionnaire
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.bulk import SeenDeal, Undo, undo_moves
from studio_app.domain.deals.moves import get_deal, move
from studio_app.domain.notifications.night import TELL, plan_night
from studio_app.domain.studio.current import require_studio
from studio_app.domain.timeline.events.deals import DealCreated
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.view import page_view
from tests.both_databases import cluster, runner
from tests.conftest import NOON
from tests.happened import blank
from tests.selling import DEAL, make_deal

__all__ = ["cluster", "runner"]

DAY = timedelta(days=1)
OWNER = Actor(kind=ActorKind.STAFF, id="manager", name="Anna", role="owner")
CLIENT = Actor(kind=ActorKind.CLIENT, network="203.0.113.0/24")


def deal_there(work: Work) -> None:
    install_questionnaire(work)
    deal = make_deal(work)
    record(work, blank(DealCreated, deal_id=deal.id, stage_id=deal.stage_id, number=deal.number))


def go(work: Work, stage: str) -> None:
    move(work, deal_id=DEAL, stage_id=stage, version=get_deal(work, DEAL).version)


def stays(work: Work) -> list[tuple[str, datetime, datetime | None, int | None]]:
    rows = work.session.exec(select(StageVisit).where(StageVisit.deal_id == DEAL).order_by(col(StageVisit.id))).all()
    return [(row.stage_id, row.entered_at, row.left_at, row.seconds) for row in rows]


def moves(work: Work) -> list[int]:
    events = work.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.DEAL_MOVED))
    return [event.payload["seconds"] for event in events]


def hand(work: Work, to: str) -> None:
    assign(work, deal_id=DEAL, manager_id=to, version=version(work))


def often(runner: Runner, use_case: Any, **arguments: Any) -> None:
    """As often as anybody could ask."""
    for _ in range(100):
        runner.run_sync(CLIENT, use_case, **arguments)


@pytest.mark.parametrize("jump", [DAY, -DAY])
class TestDurations:
    def test_in_a_stage_are_never_below_nothing(self, runner: Runner, clock: FixedClock, jump: timedelta) -> None:
        runner.run_sync(SYSTEM, deal_there)
        for stage, at in (("brief", NOON + jump), ("estimate", NOON + timedelta(minutes=5)), ("brief", NOON - jump)):
            clock.set(at)
            runner.run_sync(OWNER, go, stage=stage)
        kept = runner.read_sync(SYSTEM, stays)
        assert [one for one, *_ in kept] == ["lead", "brief", "estimate", "brief"]
        for (_, entered, left, seconds), (_, following, *_) in pairwise(kept):
            assert left is not None
            assert entered <= left == following
            assert seconds == int((left - entered).total_seconds())
        moved = runner.read_sync(SYSTEM, moves)
        assert all(seconds >= 0 for seconds in moved)
        runner.run_sync(SYSTEM, rebuild_visits)
        assert sorted(runner.read_sync(SYSTEM, stays)) == sorted(kept)

    def test_shown_on_the_page_are_never_below_nothing(
        self, runner: Runner, clock: FixedClock, jump: timedelta
    ) -> None:
        clock.set(NOON + jump)
        runner.run_sync(SYSTEM, deal_there)
        clock.set(NOON)
        page = runner.read_sync(OWNER, load_deal, deal_id=DEAL)
        assert page_view(page, "en").deal.days_in_stage >= 0

    def test_of_tenures_lie_end_to_end(self, runner: Runner, clock: FixedClock, jump: timedelta) -> None:
        runner.run_sync(SYSTEM, deal_there)
        runner.run_sync(SYSTEM, another_manager)
        for to, at in (("boris", NOON + jump), ("manager", NOON), ("boris", NOON + timedelta(minutes=1))):
            clock.set(at)
            runner.run_sync(OWNER, hand, to=to)
        rows = runner.read_sync(SYSTEM, lambda work: work.session.exec(select(Tenure).order_by(col(Tenure.id))).all())
        assert [row.manager_id for row in rows] == ["manager", "boris", "manager", "boris"]
        assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]
        begins = [row.since for row in rows[1:] if row.since]
        assert begins == sorted(begins)


def version(work: Work) -> int:
    return get_deal(work, DEAL).version


def another_manager(work: Work) -> None:
    known = work.session.get_one(User, "manager")
    work.session.add(User(**{**known.model_dump(), "id": "boris", "email": "boris@example.com"}))


class TestAMoveThatIsTakenBack:
    def test_gives_the_days_back_though_the_clock_was_put_back(self, runner: Runner, clock: FixedClock) -> None:
        runner.run_sync(SYSTEM, deal_there)
        clock.set(NOON + DAY)
        runner.run_sync(OWNER, go, stage="brief")
        clock.set(NOON)
        runner.run_sync(OWNER, go, stage="estimate")
        clock.set(NOON + timedelta(seconds=4))
        held = runner.read_sync(SYSTEM, lambda work: SeenDeal(DEAL, version(work)))
        runner.run_sync(OWNER, undo_moves, moves=[Undo(held, "brief")])
        kept = runner.read_sync(SYSTEM, stays)
        assert [(stage, left) for stage, _, left, _ in kept][-1] == ("brief", None)
        assert len(kept) == 2


class TestSessions:
    @pytest.mark.parametrize("jump", [DAY, -DAY])
    def test_hold_through_a_jump(self, runner: Runner, clock: FixedClock, jump: timedelta) -> None:
        token = runner.run_sync(SYSTEM, open_session, user_id="manager")
        for at in (NOON + jump, NOON):
            clock.set(at)
            found = runner.read_sync(SYSTEM, signed_in, token=token)
            assert found is not None
            runner.run_sync(SYSTEM, touch_session, session_id=found.session_id, idle=timedelta(days=14))
            assert runner.read_sync(SYSTEM, signed_in, token=token) is not None

    def test_are_noted_as_used_again_after_a_clock_that_was_ahead(self, runner: Runner, clock: FixedClock) -> None:
        clock.set(NOON + DAY)
        token = runner.run_sync(SYSTEM, open_session, user_id="manager")
        clock.set(NOON)
        found = runner.read_sync(SYSTEM, signed_in, token=token)
        assert found is not None
        assert is_stale(found, clock.now())

    def test_ask_for_the_password_again_and_do_not_stay_fresh_for_a_day(
        self, runner: Runner, clock: FixedClock
    ) -> None:
        clock.set(NOON + DAY)
        token = runner.run_sync(SYSTEM, open_session, user_id="manager")
        found = runner.read_sync(SYSTEM, signed_in, token=token)
        assert found is not None
        assert is_fresh(found, NOON + DAY)
        assert is_fresh(found, NOON + DAY - timedelta(minutes=1))  # a small step is none
        assert not is_fresh(found, NOON)


class TestLimits:
    def test_of_links_to_a_new_password_lock_nobody_out(self, runner: Runner, clock: FixedClock) -> None:
        clock.set(NOON + DAY)
        with pytest.raises(Throttled):
            often(runner, request_reset, email="manager@example.com")
        clock.set(NOON)
        runner.run_sync(CLIENT, request_reset, email="manager@example.com")

    def test_of_sign_ins_lock_nobody_out(self, runner: Runner, clock: FixedClock) -> None:
        attempt: dict[str, Any] = {"user": None, "email": "manager@example.com", "device_id": ""}
        clock.set(NOON + DAY)
        with pytest.raises(Throttled):
            often(runner, count_try, **attempt)
        clock.set(NOON)
        runner.run_sync(CLIENT, count_try, **attempt)

    def test_a_link_of_the_future_opens_nothing(self, runner: Runner, clock: FixedClock) -> None:
        clock.set(NOON + DAY)
        runner.run_sync(CLIENT, request_reset, email="manager@example.com")
        word = runner.read_sync(SYSTEM, lambda work: work.links.ticket(work.session.exec(select(Ticket.id)).one()))
        runner.read_sync(SYSTEM, reset_ticket, word=word)
        clock.set(NOON)
        with pytest.raises(LinkGone):
            runner.read_sync(SYSTEM, reset_ticket, word=word)


class TestNights:
    @pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
    def test_come_once_each_through_the_change_of_the_clocks(
        self, runner: Runner, clock: FixedClock, jobs: RecordingJobs, day: date
    ) -> None:
        def set_hour(work: Work) -> None:
            require_studio(work).report_hour, require_studio(work).timezone = 2, "Europe/Berlin"

        runner.run_sync(SYSTEM, set_hour)
        clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        for _ in range(3):
            runner.run_sync(SYSTEM, plan_night)
            clock.set([one.at for one in jobs.enqueued if one.job == TELL and one.at][-1])
        nights = [one.args["first"] for one in jobs.enqueued if one.job == TELL]
        assert nights == [(day + timedelta(days=one)).isoformat() for one in range(3)]
