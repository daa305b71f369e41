"""The dashboard's figures equal a plain recount of the recorded history."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.analytics.chart import buckets
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.funnel import quantile
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.schemas import (
    Dashboard,
    Figure,
    Period,
)
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.domain.analytics.recount import ended, foreign, inside, manager_at, receipts, recount, roubles


class TestDashboard:
    def test_totals_are_what_happened(self, history: Work, period: Period, figures: Dashboard) -> None:
        for part, totals in ((period, figures.totals), (period.before(), figures.previous)):
            stays = recount(history)
            events = history.session.exec(select(TimelineEvent)).all()
            won = ended(stays, "paid", part)
            assert totals.leads == sum(
                inside(part, event.at) for event in events if event.kind == EventKind.DEAL_CREATED
            )
            assert totals.proposals == len(
                {e.deal_id for e in events if e.kind == EventKind.PROPOSAL_PUBLISHED and inside(part, e.at)}
            )
            assert (totals.won, totals.won_amount.amount) == (len(won), roubles(stay.money for stay in won))
            assert totals.lost == len(ended(stays, "lost", part))
            assert totals.received.amount == roubles(one.money for one in receipts(history, part))

    def test_other_currencies_are_told_beside(self, history: Work, period: Period, figures: Dashboard) -> None:
        stays = recount(history)
        won = [(stay.deal, stay.money) for stay in ended(stays, "paid", period)]
        received = receipts(history, period)
        assert figures.won_foreign == foreign(won)
        assert figures.received_foreign == foreign((one.deal, one.money) for one in received)
        for rows, key in ((figures.managers, "manager"), (figures.channels, "channel")):
            for row in rows:
                theirs = [one for one in received if getattr(one, key) == row.id]
                assert row.received.amount == roubles(one.money for one in theirs)
                assert row.received_foreign == foreign((one.deal, one.money) for one in theirs)
        for row in figures.managers:
            theirs = [stay for stay in ended(stays, "paid", period) if stay.manager == row.id]
            assert row.won_amount.amount == roubles(stay.money for stay in theirs)
            assert row.won_foreign == foreign((stay.deal, stay.money) for stay in theirs)
        for row in figures.lost:
            lost = [s for s in ended(stays, "lost", period) if (s.reason, s.manager) == (row.reason_id, row.manager_id)]
            assert row.amount.amount == roubles(stay.money for stay in lost)
            assert row.foreign == foreign((stay.deal, stay.money) for stay in lost)

    def test_proposals_belong_to_the_manager_of_their_day(
        self, history: Work, period: Period, figures: Dashboard
    ) -> None:
        events = history.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.PROPOSAL_PUBLISHED))
        told = {
            (manager_at(history, str(event.deal_id), event.at), event.deal_id)
            for event in events
            if inside(period, event.at)
        }
        assert {row.id: row.proposals for row in figures.managers if row.proposals} == Counter(who for who, _ in told)
        channels = {deal.id: deal.channel_id for deal in history.session.exec(select(Deal))}
        assert {row.id: row.proposals for row in figures.channels if row.proposals} == Counter(
            channels[str(deal)] for deal in {deal for _, deal in told}
        )

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
            assert stage.entered == len({stay.deal for stay in stays})
            assert stage.forward == len({stay.deal for stay in forward})
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
