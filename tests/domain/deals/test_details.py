"""What the deal page says of the deal itself."""

from datetime import timedelta

import pytest

from studio_app.core.clock import FixedClock
from studio_app.domain.deals.details import deal_details
from studio_app.domain.deals.moves import move
from studio_app.domain.work import Work
from tests.domain.conftest import House


class TestDaysInStage:
    @pytest.mark.parametrize(
        ("passed", "days"),
        [
            (timedelta(), 0),
            (timedelta(hours=23, minutes=59), 0),
            (timedelta(days=1), 1),
            (timedelta(days=40, hours=5), 40),
            (timedelta(hours=-2), 0),  # a clock was put back
        ],
    )
    def test_are_whole_and_never_below_zero(
        self, work: Work, house: House, clock: FixedClock, passed: timedelta, days: int
    ) -> None:
        deal_id = house.deal(stage=0)
        clock.advance(passed)
        assert deal_details(work, deal_id=deal_id).days_in_stage == days

    def test_begin_anew_in_another_stage_and_go_on_in_the_same(
        self, work: Work, house: House, clock: FixedClock
    ) -> None:
        deal_id = house.deal(stage=0)
        clock.advance(timedelta(days=3))
        version = move(work, deal_id=deal_id, stage_id=house.stages[0], version=1)
        assert deal_details(work, deal_id=deal_id).days_in_stage == 3
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=version)
        assert deal_details(work, deal_id=deal_id).days_in_stage == 0
