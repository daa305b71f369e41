"""The board as a table: any order, in windows that leave nothing out."""

from datetime import timedelta

import pytest

from studio_app.core.money import Money
from studio_app.domain.board.rows import ids_in_order, more_rows, open_table
from studio_app.domain.board.schemas import BoardFilter, RowKey, RowOrder
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work
from tests.domain.conftest import House, house

__all__ = ["house"]


class TestOpenTable:
    def test_shows_the_newest_first_with_the_totals_of_all(self, work: Work, house: House) -> None:
        made = [house.deal(stage=number % 3, amount=100) for number in range(5)]
        table = open_table(work, where=BoardFilter(), window=2)
        assert [row.id for row in table.rows] == made[:-3:-1]
        assert table.opening.sums.totals(house.stages[0]).sums == (Money(200, "RUB"),)
        assert all(column.cards == () for column in table.opening.columns)

    def test_leaves_out_what_the_filter_does(self, work: Work, house: House) -> None:
        mine, _ = house.deal(stage=0, manager=0), house.deal(stage=0, manager=1)
        assert [row.id for row in open_table(work, where=BoardFilter(manager_id="anna")).rows] == [mine]


class TestMoreRows:
    @pytest.mark.parametrize("down", [False, True])
    @pytest.mark.parametrize("key", list(RowKey))
    def test_give_every_deal_once_in_any_order(self, work: Work, house: House, key: RowKey, down: bool) -> None:
        for number in range(11):
            deal = work.session.get_one(Deal, house.deal(stage=number % 3, manager=number % 2, amount=number % 4))
            deal.stage_since = work.now() - timedelta(days=number % 5)
            deal.next_task_at = work.now() + timedelta(days=number) if number % 3 else None
        order = RowOrder(key, down=down)
        found: list[str] = []
        while page := more_rows(work, where=BoardFilter(), order=order, after=found[-1] if found else "", window=3):
            found += [row.id for row in page]
        assert found == list(ids_in_order(work, where=BoardFilter(), order=order))
        assert len(set(found)) == len(found) == 11

    def test_have_titles_by_the_alphabet_and_not_by_character_codes(self, work: Work, house: House) -> None:
        titles = ["Ёлка", "абрикос", "«Ель»", "Яблоко", "ежевика", "Ещё", "apple", "Zoo", "йод", "Игла"]
        for title in titles:
            work.session.get_one(Deal, house.deal(stage=0)).title = title
        found: list[str] = []
        ids: list[str] = []
        order = RowOrder(RowKey.TITLE, down=False)
        while page := more_rows(work, where=BoardFilter(), order=order, after=ids[-1] if ids else "", window=2):
            found += [row.title for row in page]
            ids += [row.id for row in page]
        ordered = ["apple", "Zoo", "абрикос", "ежевика", "Ёлка", "«Ель»", "Ещё", "Игла", "йод", "Яблоко"]
        assert found == ordered

    def test_have_clients_by_the_alphabet(self, work: Work, house: House) -> None:
        for number, name in enumerate(("Юг", "«Ёж»", "ель")):
            deal = work.session.get_one(Deal, house.deal(stage=0))
            work.session.add(Client(id=f"client {number}", name=name, created_at=work.now()))
            work.session.flush()
            deal.client_id = f"client {number}"
        rows = more_rows(work, where=BoardFilter(), order=RowOrder(RowKey.CLIENT, down=False))
        assert [row.client for row in rows] == ["«Ёж»", "ель", "Юг"]

    def test_have_the_longest_in_its_stage_first_when_age_falls(self, work: Work, house: House) -> None:
        young, old = house.deal(stage=0), house.deal(stage=0)
        work.session.get_one(Deal, old).stage_since -= timedelta(days=3)
        rows = more_rows(work, where=BoardFilter(), order=RowOrder(RowKey.AGE, down=True))
        assert [row.id for row in rows] == [old, young]

    @pytest.mark.parametrize("down", [False, True])
    def test_have_the_unplanned_last_either_way(self, work: Work, house: House, down: bool) -> None:
        planned, unplanned = house.deal(stage=0), house.deal(stage=0)
        work.session.get_one(Deal, planned).next_task_at = work.now()
        rows = more_rows(work, where=BoardFilter(), order=RowOrder(RowKey.TASK, down=down))
        assert [row.id for row in rows] == [planned, unplanned]
