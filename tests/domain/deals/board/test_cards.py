"""The board's queries: totals over the whole filter, windows of cards, plans that use the indexes."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from studio_app.core.money import Money
from studio_app.domain.deals.board.cards import board, card, changes, column_totals, more_cards
from studio_app.domain.deals.board.schemas import BoardFilter
from studio_app.domain.work import Work
from tests.domain.deals.conftest import House


class TestBoard:
    def test_shows_every_active_stage_in_order_with_its_totals(self, work: Work, house: House) -> None:
        for amount in (100, 250):
            house.deal(stage=0, amount=amount)
        house.deal(stage=1, amount=5, currency="EUR")
        columns = board(work, where=BoardFilter())
        assert [column.stage_id for column in columns] == house.stages
        assert (columns[0].totals.count, columns[0].totals.sums) == (2, (Money(350, "RUB"),))
        assert columns[1].totals.sums == (Money(5, "EUR"),)
        assert columns[2].totals.count == 0

    def test_counts_all_but_sends_a_window(self, work: Work, house: House) -> None:
        made = [house.deal(stage=0) for _ in range(7)]
        first = board(work, where=BoardFilter(), window=3)[0]
        assert first.totals.count == 7
        assert [one.id for one in first.cards] == made[:-4:-1]
        last = first.cards[-1]
        rest = more_cards(work, stage_id=house.stages[0], where=BoardFilter(), rank=last.rank, deal_id=last.id)
        assert [one.id for one in rest] == made[3::-1]

    def test_sums_currencies_apart(self, work: Work, house: House) -> None:
        house.deal(stage=0, amount=100)
        house.deal(stage=0, amount=7, currency="EUR")
        totals = column_totals(work, where=BoardFilter())[house.stages[0]]
        assert totals.sums == (Money(7, "EUR"), Money(100, "RUB"))

    @pytest.mark.parametrize(
        ("words", "found"), [("кофейня", 1), ("КОФЕЙНЯ север", 1), ("север юг", 0), ("пекарн%", 1)]
    )
    def test_finds_deals_with_every_word(self, work: Work, house: House, words: str, found: int) -> None:
        house.deal(stage=0, search="кофейня север +79991234567")
        house.deal(stage=0, search="пекарня 1000")
        where = BoardFilter(text=words)
        assert sum(len(column.cards) for column in board(work, where=where)) == found
        assert sum(totals.count for totals in column_totals(work, where=where).values()) == found

    def test_shows_one_managers_deals(self, work: Work, house: House) -> None:
        mine = house.deal(stage=0, manager=0)
        house.deal(stage=0, manager=1)
        [first, *_] = board(work, where=BoardFilter(manager_id=house.managers[0]))
        assert [one.id for one in first.cards] == [mine]
        assert first.totals.count == 1


class TestChanges:
    def test_reads_the_cards_and_the_totals_of_both_columns(self, work: Work, house: House) -> None:
        moved, _ = house.deal(stage=1, amount=30), house.deal(stage=0, amount=70)
        where = BoardFilter()
        found = changes(work, deal_ids=[moved], stage_ids=[house.stages[0]], filters=[where])
        assert [change.card for change in found.cards] == [card(work, deal_id=moved)]
        assert {stage: totals.sums for stage, totals in found.totals[where].items()} == {
            house.stages[0]: (Money(70, "RUB"),),
            house.stages[1]: (Money(30, "RUB"),),
        }

    def test_tells_whom_a_card_is_shown(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0, manager=0, search="кофейня")
        [change] = changes(work, deal_ids=[deal_id], stage_ids=[], filters=[]).cards
        shown = BoardFilter(manager_id=house.managers[0], text="кофе")
        assert change.shown_to(shown)
        assert not change.shown_to(replace(shown, manager_id=house.managers[1]))
        assert not change.shown_to(replace(shown, text="чай"))


class TestPlans:
    @pytest.mark.parametrize("manager", ["", "manager_id = 'x' AND "])
    def test_totals_read_an_index_only(self, work: Work, manager: str) -> None:
        query = f"SELECT stage_id, currency, count(*), sum(amount) FROM deal WHERE {manager}1 GROUP BY 1, 2"
        assert "COVERING INDEX" in plan(work, query)

    @pytest.mark.parametrize("manager", ["", "manager_id = 'x' AND "])
    def test_a_window_walks_an_index_without_sorting(self, work: Work, manager: str) -> None:
        query = (
            f"SELECT title FROM deal WHERE {manager}stage_id = 's' AND (rank, id) < ('r', 'i') "
            "ORDER BY rank DESC, id DESC LIMIT 50"
        )
        found = plan(work, query)
        assert "USING INDEX" in found
        assert "TEMP B-TREE" not in found


def plan(work: Work, query: str) -> str:
    return " ".join(str(row) for row in work.session.connection().execute(text(f"EXPLAIN QUERY PLAN {query}")))
