"""The board's queries: totals over the whole filter, windows of cards, plans that use the indexes."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import col, select

from studio_app.core.money import Money
from studio_app.domain.board.cards import cards_now, more_cards, open_board
from studio_app.domain.board.filtering import PreparedFilter, prepare_filter
from studio_app.domain.board.schemas import BoardFilter, Totals
from studio_app.domain.board.totals import column_sums
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.work import Work
from tests.domain.conftest import House
from tests.histories import examples


class TestBoard:
    def test_shows_every_active_stage_in_order_with_its_totals(self, work: Work, house: House) -> None:
        for amount in (100, 250):
            house.deal(stage=0, amount=amount)
        house.deal(stage=1, amount=5, currency="EUR")
        columns = open_board(work, where=BoardFilter()).columns
        assert [column.stage_id for column in columns] == house.stages
        assert (columns[0].totals.count, columns[0].totals.sums) == (2, (Money(350, "RUB"),))
        assert columns[1].totals.sums == (Money(5, "EUR"),)
        assert columns[2].totals.count == 0

    def test_counts_all_but_sends_a_window(self, work: Work, house: House) -> None:
        made = [house.deal(stage=0) for _ in range(7)]
        first = open_board(work, where=BoardFilter(), window=3).columns[0]
        assert first.totals.count == 7
        assert [one.id for one in first.cards] == made[:-4:-1]
        last = first.cards[-1]
        _, rest = more_cards(work, stage_id=house.stages[0], where=BoardFilter(), after=last.id)
        assert [one.id for one in rest] == made[3::-1]

    def test_sums_currencies_apart(self, work: Work, house: House) -> None:
        house.deal(stage=0, amount=100)
        house.deal(stage=0, amount=7, currency="EUR")
        totals = open_board(work, where=BoardFilter()).sums.totals(house.stages[0])
        assert totals.sums == (Money(7, "EUR"), Money(100, "RUB"))

    @pytest.mark.parametrize(
        ("words", "found"), [("кофейня", 1), ("КОФЕЙНЯ север", 1), ("север юг", 0), ("пекарн%", 1)]
    )
    def test_finds_deals_with_every_word(self, work: Work, house: House, words: str, found: int) -> None:
        house.deal(stage=0, search="кофейня север +79991234567")
        house.deal(stage=0, search="пекарня 1000")
        where = BoardFilter(text=words)
        columns = open_board(work, where=where).columns
        assert sum(len(column.cards) for column in columns) == found
        assert sum(column.totals.count for column in columns) == found

    def test_shows_one_managers_deals(self, work: Work, house: House) -> None:
        mine = house.deal(stage=0, manager=0)
        house.deal(stage=0, manager=1)
        [first, *_] = open_board(work, where=BoardFilter(manager_id=house.managers[0])).columns
        assert [one.id for one in first.cards] == [mine]
        assert first.totals.count == 1


class TestLens:
    @settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_asks_the_database_and_a_deal_in_hand_the_same(self, work: Work, house: House, data: st.DataObject) -> None:
        day = work.now().date()
        maybe_day = st.none() | st.integers(-3, 3).map(lambda days: day + timedelta(days=days))
        where = BoardFilter(
            manager_id=data.draw(st.sampled_from([None, *house.managers])),
            channel_id=data.draw(st.sampled_from(["", "site", "other"])),
            tag_id=data.draw(st.sampled_from([0, 1, 11])),
            amount_from=data.draw(st.none() | st.integers(0, 300)),
            amount_to=data.draw(st.none() | st.integers(0, 300)),
            created_from=data.draw(maybe_day),
            created_to=data.draw(maybe_day),
            closed_from=data.draw(maybe_day),
            stale=data.draw(st.booleans()),
            no_task=data.draw(st.booleans()),
            text=data.draw(st.sampled_from(["", "кофе", "кофейня юг"])),
        )
        for number in range(4):
            deal = work.session.get_one(Deal, house.deal(stage=number, search=("кофейня", "пекарня юг")[number % 2]))
            deal.amount, deal.tags = data.draw(st.integers(0, 300)), data.draw(st.sampled_from(["", " 1 ", " 3 11 "]))
            deal.next_task_kind = data.draw(st.sampled_from(["", "own"]))
            deal.created_at += timedelta(hours=data.draw(st.integers(-80, 80)))
            deal.stage_since -= timedelta(days=data.draw(st.integers(0, 6)))
            deal.closed_at = data.draw(st.none() | st.just(work.now()))
        work.session.flush()
        prepared = prepare_filter(work, where=where)
        every = work.session.exec(select(Deal.id)).all()
        shown = {one.card.id for one in cards_now(work, deal_ids=every) if prepared.shows(one.deal, work.now())}
        query = select(Deal.id).where(col(Deal.stage_id).in_(prepared.norms), *prepared.conditions(work))
        assert set(work.session.exec(query)) == shown
        assert sum(lens_totals.count for lens_totals in totals_of(work, prepared)) == len(shown)
        for entry in work.session.exec(select(SearchEntry)).all():
            work.session.delete(entry)
        for deal_id in every:
            work.session.delete(work.session.get_one(Deal, deal_id))
        work.session.flush()


def totals_of(work: Work, prepared: PreparedFilter) -> list[Totals]:
    sums = column_sums(work, prepared=prepared)
    return [sums.totals(stage) for stage in prepared.norms]


@pytest.mark.sqlite
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
