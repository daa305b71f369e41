"""Many deals at once: what is refused is told apart, and the last move can be taken back."""

from datetime import timedelta

import pytest

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid, Stale
from studio_app.domain.board.cards import open_board
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.deals.bulk import MOST, SeenDeal, Undo, assign_many, move_many, tag_many, undo_moves
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.tagging import add_tag
from studio_app.domain.studio.models import LostReason
from studio_app.domain.work import Work
from tests.domain.conftest import House


def column(work: Work, stage: int) -> list[str]:
    return [card.id for card in open_board(work, where=BoardFilter()).columns[stage].cards]


class TestMoveMany:
    def test_keeps_the_order_of_the_cards_carried(self, work: Work, house: House) -> None:
        first, second, third = (house.deal(stage=0) for _ in range(3))
        under = house.deal(stage=1)
        move_many(
            work, deals=[SeenDeal(one, 1) for one in (third, second, first)], stage_id=house.stages[1], above_id=under
        )
        assert column(work, 1) == [under, third, second, first]

    def test_moves_the_others_when_one_is_refused(self, work: Work, house: House) -> None:
        good, stale = house.deal(stage=0), house.deal(stage=0)
        found = move_many(work, deals=[SeenDeal(good, 1), SeenDeal(stale, 7)], stage_id=house.stages[1])
        assert found.done == 1
        [(refused, error)] = found.refused
        assert (refused, type(error)) == (stale, Stale)
        assert column(work, 1) == [good]

    def test_takes_a_selection_and_not_the_whole_base(self, work: Work, house: House) -> None:
        with pytest.raises(Invalid):
            move_many(work, deals=[SeenDeal("x", 1)] * (MOST + 1), stage_id=house.stages[1])


class TestUndoMoves:
    def test_puts_every_card_back_where_it_stood(self, work: Work, house: House) -> None:
        lower, upper = house.deal(stage=0), house.deal(stage=0)
        move_many(work, deals=[SeenDeal(upper, 1)], stage_id=house.stages[1])
        undo_moves(work, moves=[Undo(SeenDeal(upper, 2), house.stages[0], "", lower)])
        assert column(work, 0) == [upper, lower]

    @pytest.mark.parametrize("ends", [False, True])
    def test_gives_back_the_days_in_the_stage(self, work: Work, house: House, clock: FixedClock, ends: bool) -> None:
        deal_id = house.deal(stage=0)
        if ends:
            clock.advance(timedelta(days=1))
            move_many(work, deals=[SeenDeal(deal_id, 1)], stage_id=house.stages[2])
        deal = work.session.get_one(Deal, deal_id)
        stage, since, closed = deal.stage_id, deal.stage_since, deal.closed_at
        clock.advance(timedelta(days=5))
        move_many(work, deals=[SeenDeal(deal_id, deal.version)], stage_id=house.stages[1])
        clock.advance(timedelta(seconds=20))
        undo_moves(work, moves=[Undo(SeenDeal(deal_id, deal.version), stage)])
        assert (deal.stage_id, deal.stage_since, deal.closed_at) == (stage, since, closed)

    def test_leaves_alone_what_somebody_has_changed_since(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        move_many(work, deals=[SeenDeal(deal_id, 1)], stage_id=house.stages[1])
        assign_many(work, deals=[SeenDeal(deal_id, 2)], manager_id=house.managers[1])
        found = undo_moves(work, moves=[Undo(SeenDeal(deal_id, 2), house.stages[0])])
        assert [type(error) for _, error in found.refused] == [Stale]
        assert column(work, 1) == [deal_id]

    def test_puts_a_lost_deal_back_with_its_reason_and_comment(self, work: Work, house: House) -> None:
        work.session.add(LostReason(id="price", name_ru="Дорого", name_en="Too expensive"))
        work.session.flush()
        deal_id = house.deal(stage=0)
        move_many(
            work, deals=[SeenDeal(deal_id, 1)], stage_id=house.stages[3], lost_reason_id="price", comment="Две сметы"
        )
        move_many(work, deals=[SeenDeal(deal_id, 2)], stage_id=house.stages[0])
        found = undo_moves(work, moves=[Undo(SeenDeal(deal_id, 3), house.stages[3])])
        assert found.refused == ()
        deal = work.session.get_one(Deal, deal_id)
        assert (deal.lost_reason_id, deal.lost_comment) == ("price", "Две сметы")


class TestTagMany:
    def test_marks_and_unmarks(self, work: Work, house: House) -> None:
        made = [house.deal(stage=0) for _ in range(2)]
        held = [SeenDeal(one, 1) for one in made]
        tag = add_tag(work, name=" Срочно ")
        assert add_tag(work, name="срочно") == tag
        tag_many(work, deals=held, tag="Срочно", on=True)
        assert open_board(work, where=BoardFilter(tag_id=tag)).columns[0].totals.count == 2
        tag_many(work, deals=held[:1], tag=" срочно", on=False)
        assert column(work, 0)
        assert open_board(work, where=BoardFilter(tag_id=tag)).columns[0].totals.count == 1
