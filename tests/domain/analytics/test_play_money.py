"""The money of demos and test accounts in the figures: counted while there is no other, and told of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.schemas import Dashboard, Figure, Period, PlayMoney
from studio_app.domain.analytics.tenures import note_tenure
from studio_app.domain.deals.models import Deal
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.timeline.events.deals import DealCreated
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.domain.analytics.histories import add_money
from tests.happened import blank
from tests.selling import make_deal, make_studio


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def came(work: Work, key: str, amount: int, by: CauseKind, *, live_mode: bool) -> None:
    deal = work.session.get(Deal, key)
    if deal is None:
        deal = make_deal(work, deal_id=key)
        record(replace(work, reactions={DealCreated: [note_tenure]}), blank(DealCreated, deal_id=deal.id))
    add_money(replace(work, reactions={}), deal, amount=amount, at=work.now(), by=by, live_mode=live_mode)


def month(work: Work) -> Period:
    return Period(work.now() - timedelta(days=30), work.now() + timedelta(seconds=1))


def received(figures: Dashboard) -> set[int]:
    """The sum of each place that tells it: all must say the same."""
    return {
        figures.totals.received.amount,
        sum(row.received.amount for row in figures.managers),
        sum(row.received.amount for row in figures.channels),
        sum(bucket.received.amount for bucket in figures.over_time),
    }


class TestPlayMoney:
    def test_counts_while_providers_have_brought_nothing_else(self, work: Work) -> None:
        came(work, "a", 100, CauseKind.PROVIDER, live_mode=False)
        came(work, "b", 30, CauseKind.PERSON, live_mode=True)
        figures = dashboard(work, period=month(work))
        assert (received(figures), figures.play_money) == ({130}, PlayMoney.COUNTED)

    def test_is_left_out_once_a_provider_has_brought_real_money(self, work: Work) -> None:
        came(work, "a", 100, CauseKind.PROVIDER, live_mode=False)
        came(work, "b", 30, CauseKind.PROVIDER, live_mode=True)
        figures = dashboard(work, period=month(work))
        assert (received(figures), figures.play_money) == ({30}, PlayMoney.LEFT_OUT)
        behind = deals_behind(work, figure=Figure.MONEY, period=month(work))
        assert [deal.id for deal in behind.deals] == ["b"]

    def test_is_not_spoken_of_where_there_is_none(self, work: Work) -> None:
        came(work, "b", 30, CauseKind.PROVIDER, live_mode=True)
        assert dashboard(work, period=month(work)).play_money is PlayMoney.NONE
