"""What is found tells where the deals among it stand."""

import pytest

from studio_app.core.money import Money
from studio_app.domain.deals.finding import Standing, find_with_standings
from studio_app.domain.work import Work
from tests.domain.conftest import House


class TestFindWithStandings:
    @pytest.mark.parametrize("text", ["кофейня", "rjatqyz"])
    def test_tells_the_stage_and_sum_of_each_deal(self, house: House, work: Work, text: str) -> None:
        first = house.deal(stage=0, amount=120_000, search="Кофейня")
        second = house.deal(stage=1, currency="EUR", search="Кофейня")
        house.deal(stage=1, search="Пекарня")
        assert dict(find_with_standings(work, text=text).standings) == {
            first: Standing("lead", "lead", Money(120_000, "RUB")),
            second: Standing("brief", "brief", Money(0, "EUR")),
        }

    def test_asks_about_no_deals_where_none_is_found(self, house: House, work: Work) -> None:
        house.deal(stage=0, search="Кофейня")
        assert dict(find_with_standings(work, text="нетакого").standings) == {}
