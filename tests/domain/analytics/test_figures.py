"""The dashboard's figures equal a plain recount of the recorded history, and their lists have as many rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.models import Role
from studio_app.domain.analytics.chart import buckets
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.funnel import quantile
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import Dashboard, Figure, Period, Slice
from studio_app.domain.analytics.visits import rebuild_visits
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.payments.ledger.models import LedgerEntry
from studio_app.domain.studio.models import Stage, StageKind
from studio_app.domain.work import Actor, ActorKind, Work
from tests.conftest import NOON, a_work
from tests.databases import Fill, InMemory, OnServer
from tests.domain.analytics.histories import add_history

SEEDS = range(4)


@dataclass
class Stay:
    """What the recount knows of a stay in a stage."""

    deal: str
    stage: str
    first: bool
    manager: str
    since: datetime
    until: datetime | None = None
    to: str = ""
    reason: str | None = None
    amount: int = 0


def recount(work: Work) -> list[Stay]:
    """Replay the timeline, one event after the other, without any table of measures."""
    stages = {stage.id: stage for stage in work.session.exec(select(Stage))}
    events = work.session.exec(select(TimelineEvent).order_by(col(TimelineEvent.id))).all()
    managers = {deal.id: deal.manager_id for deal in work.session.exec(select(Deal))}
    for event in reversed(events):
        if event.kind == "deal.assigned":
            managers[str(event.deal_id)] = event.payload["manager_before"]
    stays: list[Stay] = []
    current: dict[str, Stay] = {}
    before: dict[str, Stay] = {}
    for event in events:
        deal = str(event.deal_id)
        if event.kind == "deal.created":
            current[deal] = Stay(deal, "lead", True, managers[deal], event.at)
            stays.append(current[deal])
        elif event.kind == "deal.moved" and event.payload.get("taken_back"):
            undone, current[deal] = current[deal], before[deal]
            stays.remove(undone)
            current[deal].until, current[deal].to = None, ""
            if stages[current[deal].stage].kind is StageKind.OPEN:
                current[deal].manager = managers[deal]
        elif event.kind == "deal.moved":
            before[deal] = current[deal]
            current[deal].until, current[deal].to = event.at, event.payload["to_stage"]
            fresh = Stay(deal, event.payload["to_stage"], False, managers[deal], event.at)
            fresh.reason, fresh.amount = event.payload["lost_reason_id"], event.payload["amount"]
            current[deal] = fresh
            stays.append(fresh)
        elif event.kind == "deal.assigned":
            managers[deal] = event.payload["manager_id"]
            if stages[current[deal].stage].kind is StageKind.OPEN:
                current[deal].manager = managers[deal]
    return stays


def inside(period: Period, at: datetime) -> bool:
    return period.start <= at < period.end


@cache
def _lived(seed: int) -> tuple[Fill, FixedClock]:
    """What fills a database with a history, and the clock that stands where the history ends once it has."""
    clock = FixedClock(NOON)

    def fill(session: Session) -> None:
        add_history(a_work(session, clock, RecordingJobs()), clock, seed=seed)

    fill.__name__ = f"history_{seed}"
    return fill, clock


@pytest.fixture(params=SEEDS)
def history(
    request: pytest.FixtureRequest, tables: InMemory | OnServer, clock: FixedClock, jobs: RecordingJobs
) -> Iterator[Work]:
    fill, end = _lived(request.param)
    with tables.session(fill) as session:
        clock.set(end.now())
        yield a_work(session, clock, jobs)


@pytest.fixture
def period(history: Work) -> Period:
    """The middle of the history, so that things happen before and after it."""
    return Period(history.now() - timedelta(days=45), history.now() - timedelta(days=12))


@pytest.fixture
def figures(history: Work, period: Period) -> Dashboard:
    return dashboard(history, period=period)


def ended(stays: list[Stay], stage: str, period: Period) -> list[Stay]:
    return [
        stay
        for stay in stays
        if stay.stage == stage and inside(period, stay.since) and (stay.until is None or stay.until >= period.end)
    ]


class TestDashboard:
    def test_totals_are_what_happened(self, history: Work, period: Period, figures: Dashboard) -> None:
        for part, totals in ((period, figures.totals), (period.before(), figures.previous)):
            stays = recount(history)
            events = history.session.exec(select(TimelineEvent)).all()
            money = history.session.exec(select(LedgerEntry)).all()
            won = ended(stays, "paid", part)
            assert totals.leads == sum(inside(part, event.at) for event in events if event.kind == "deal.created")
            assert totals.proposals == len(
                {e.deal_id for e in events if e.kind == "proposal.published" and inside(part, e.at)}
            )
            assert (totals.won, totals.won_amount.amount) == (len(won), sum(stay.amount for stay in won))
            assert totals.lost == len(ended(stays, "lost", part))
            assert totals.received.amount == sum(e.amount for e in money if inside(part, e.received_at))

    def test_funnel_follows_the_entries_of_the_period(self, history: Work, period: Period, figures: Dashboard) -> None:
        stages = {stage.id: stage for stage in history.session.exec(select(Stage))}
        cohort = [stay for stay in recount(history) if inside(period, stay.since)]
        assert [stage.stage_id for stage in figures.funnel] == sorted(stages, key=lambda key: stages[key].position)
        for stage in figures.funnel:
            stays = [stay for stay in cohort if stay.stage == stage.stage_id]
            forward = [
                stay
                for stay in stays
                if stay.to
                and stages[stay.to].kind is not StageKind.LOST
                and stages[stay.to].position > stages[stay.stage].position
            ]
            assert stage.entered == len(stays)
            assert stage.forward == len(forward)
            assert stage.waiting == sum(stay.until is None for stay in stays)

    def test_time_in_stage_counts_open_stays_too(self, history: Work, period: Period, figures: Dashboard) -> None:
        cohort = [stay for stay in recount(history) if inside(period, stay.since)]
        for stage in figures.funnel:
            spent = sorted(
                int(((stay.until or history.now()) - stay.since).total_seconds())
                for stay in cohort
                if stay.stage == stage.stage_id and (stay.until or stage.kind is StageKind.OPEN)
            )
            assert stage.median_seconds == (spent[(len(spent) - 1) // 2] if spent else None)
            assert (stage.p90_seconds is None) == (not spent)

    def test_people_and_channels_add_up(self, history: Work, period: Period, figures: Dashboard) -> None:
        channels = {deal.id: deal.channel_id for deal in history.session.exec(select(Deal))}
        stays = recount(history)
        received = [stay for stay in stays if stay.first and inside(period, stay.since)]
        won = ended(stays, "paid", period)
        assert {row.id: row.leads for row in figures.managers if row.leads} == Counter(s.manager for s in received)
        assert {row.id: row.won for row in figures.managers if row.won} == Counter(s.manager for s in won)
        assert {row.id: row.leads for row in figures.channels if row.leads} == Counter(
            channels[s.deal] for s in received
        )
        assert {row.id: row.won for row in figures.channels if row.won} == Counter(channels[s.deal] for s in won)
        for rows in (figures.managers, figures.channels):
            assert sum(row.received.amount for row in rows) == figures.totals.received.amount
            assert sum(row.won_amount.amount for row in rows) == figures.totals.won_amount.amount

    def test_lost_reasons_are_told_with_the_manager(self, history: Work, period: Period, figures: Dashboard) -> None:
        expected = Counter((stay.reason, stay.manager) for stay in ended(recount(history), "lost", period))
        assert {(row.reason_id, row.manager_id): row.deals for row in figures.lost} == expected

    def test_chart_adds_up_to_the_totals(self, history: Work, period: Period, figures: Dashboard) -> None:
        assert sum(bucket.leads for bucket in figures.over_time) == figures.totals.leads
        assert sum(bucket.received.amount for bucket in figures.over_time) == figures.totals.received.amount
        by_day: dict[date, int] = defaultdict(int)
        for stay in recount(history):
            if stay.first and inside(period, stay.since):
                by_day[stay.since.astimezone(ZoneInfo("Europe/Moscow")).date()] += 1
        assert {bucket.first: bucket.leads for bucket in figures.over_time if bucket.leads} == by_day

    def test_is_the_owners_only(self, work: Work) -> None:
        manager = replace(work, actor=Actor(kind=ActorKind.STAFF, id="boris", role=Role.MANAGER.value))
        period = Period(work.now() - timedelta(days=1), work.now())
        with pytest.raises(Forbidden):
            dashboard(manager, period=period)
        with pytest.raises(Forbidden):
            deals_behind(manager, figure=Figure.LEADS, period=period)

    def test_of_an_empty_studio_is_all_zero(self, work: Work) -> None:
        empty = dashboard(work, period=Period(work.now() - timedelta(days=3), work.now()))
        assert (empty.totals.leads, empty.totals.received.amount, empty.funnel, empty.lost) == (0, 0, (), ())


class TestDealsBehind:
    def test_a_figure_are_as_many_as_it_says(self, history: Work, period: Period, figures: Dashboard) -> None:
        totals = figures.totals
        for figure, count in (
            (Figure.LEADS, totals.leads),
            (Figure.PROPOSALS, totals.proposals),
            (Figure.WON, totals.won),
            (Figure.LOST, totals.lost),
        ):
            assert deals_behind(history, figure=figure, period=period).total == count

    def test_a_row_are_as_many_as_it_says(self, history: Work, period: Period, figures: Dashboard) -> None:
        for manager in figures.managers:
            of = Slice(manager_id=manager.id)
            assert deals_behind(history, figure=Figure.LEADS, period=period, of=of).total == manager.leads
            assert deals_behind(history, figure=Figure.WON, period=period, of=of).total == manager.won
        for channel in figures.channels:
            of = Slice(channel_id=channel.id)
            assert deals_behind(history, figure=Figure.LOST, period=period, of=of).total == channel.lost
        for row in figures.lost:
            of = Slice(lost_reason_id=row.reason_id, manager_id=row.manager_id)
            assert deals_behind(history, figure=Figure.LOST, period=period, of=of).total == row.deals

    def test_a_stage_name_each_deal_once(self, history: Work, period: Period, figures: Dashboard) -> None:
        for stage in figures.funnel:
            of = Slice(stage_id=stage.stage_id)
            listed = deals_behind(history, figure=Figure.ENTERED, period=period, of=of)
            assert listed.total == len({deal.id for deal in listed.deals}) <= stage.entered
            assert deals_behind(history, figure=Figure.WAITING, period=period, of=of).total == stage.waiting


class TestRebuildVisits:
    def test_finds_what_was_kept_as_it_happened(self, history: Work) -> None:
        def told() -> list[tuple[object, ...]]:
            rows = history.session.exec(select(StageVisit)).all()
            return sorted(
                (
                    (r.deal_id, r.entered_at, r.stage_id, r.first, r.manager_id, r.left_at, r.seconds, r.forward)
                    for r in rows
                ),
                key=str,
            )

        before = told()
        assert rebuild_visits(history) == len(before)
        history.session.expire_all()
        assert told() == before


class TestQuantile:
    @pytest.mark.parametrize(
        ("values", "percent", "expected"),
        [([5], 50, 5), ([1, 2], 50, 1), ([3, 1, 2], 50, 2), (list(range(1, 11)), 90, 9), ([7], 90, 7)],
    )
    def test_is_the_nearest_rank(self, values: list[int], percent: int, expected: int) -> None:
        assert quantile(values, percent) == expected

    def test_of_nothing_is_unknown(self) -> None:
        assert quantile([], 50) is None


class TestBuckets:
    def test_are_days_weeks_or_months_by_the_length(self, work: Work) -> None:
        zone = ZoneInfo("Europe/Moscow")
        end = datetime(2026, 7, 1, tzinfo=zone)
        assert len(buckets(Period(end - timedelta(days=30), end), zone)) == 30
        assert buckets(Period(end - timedelta(days=90), end), zone)[0].weekday() == 0
        assert len(buckets(Period(end - timedelta(days=365), end), zone)) == 12
