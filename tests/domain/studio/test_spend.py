"""What channels cost."""

from datetime import date

import pytest
from sqlmodel import select

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.studio.models import Channel
from studio_app.domain.studio.spend import Spend, save_spends, spends, spent
from studio_app.domain.work import Work


@pytest.fixture
def channel_id(studio: Work) -> str:
    channel = studio.session.exec(select(Channel).where(Channel.key == "avito")).one()
    entered = [
        Spend(channel.id, date(2026, 10, 15), Money(31_000, "RUB")),
        Spend(channel.id, date(2026, 11, 1), Money(30_000, "RUB")),
    ]
    save_spends(studio, spends=entered)
    return channel.id


class TestSaveSpends:
    def test_replaces_a_month_and_takes_it_back(self, studio: Work, channel_id: str) -> None:
        save_spends(studio, spends=[Spend(channel_id, date(2026, 10, 1), Money(5, "RUB"))])
        assert [one.amount.amount for one in spends(studio, channel_id=channel_id)] == [30_000, 5]
        save_spends(studio, spends=[Spend(channel_id, date(2026, 10, 1), Money(0, "RUB"))])
        assert [one.month for one in spends(studio, channel_id=channel_id)] == [date(2026, 11, 1)]

    def test_refuses_less_than_nothing(self, studio: Work, channel_id: str) -> None:
        with pytest.raises(Invalid):
            save_spends(studio, spends=[Spend(channel_id, date(2026, 10, 1), Money(-1, "RUB"))])


class TestSpent:
    @pytest.mark.parametrize(
        ("since", "until", "amount"),
        [
            (date(2026, 10, 1), date(2026, 11, 30), 61_000),
            (date(2026, 10, 31), date(2026, 11, 1), 2_000),
            (date(2026, 11, 30), date(2026, 12, 31), 1_000),
        ],
    )
    def test_counts_the_days_of_a_month(
        self, studio: Work, channel_id: str, since: date, until: date, amount: int
    ) -> None:
        assert spent(studio, since=since, until=until, currency="RUB") == {channel_id: amount}

    def test_knows_one_currency(self, studio: Work, channel_id: str) -> None:
        assert spent(studio, since=date(2026, 1, 1), until=date(2026, 12, 31), currency="EUR") == {}
