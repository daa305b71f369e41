"""Moving deals by hand: position, version, reason."""

import pytest

from studio_app.core.errors import Invalid, NotFound, Stale
from studio_app.domain.board.cards import card, open_board
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import advance_to, move
from studio_app.domain.studio.kinds import StageKind, StageRole
from studio_app.domain.studio.models import LostReason
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests.domain.conftest import House


def order(work: Work, stage: int) -> list[str]:
    return [one.id for one in open_board(work, where=BoardFilter()).columns[stage].cards]


class TestMove:
    def test_puts_the_deal_between_its_neighbours(self, work: Work, house: House) -> None:
        low, high, moved = house.deal(stage=1), house.deal(stage=1), house.deal(stage=0)
        move(work, deal_id=moved, stage_id=house.stages[1], version=1, above_id=high, below_id=low)
        assert order(work, 1) == [high, moved, low]

    def test_keeps_the_manual_order_inside_a_column(self, work: Work, house: House) -> None:
        low, middle, high = (house.deal(stage=0) for _ in range(3))
        version = move(work, deal_id=high, stage_id=house.stages[0], version=1, above_id=low)
        assert order(work, 0) == [middle, low, high]
        move(work, deal_id=high, stage_id=house.stages[0], version=version, below_id=middle)
        assert order(work, 0) == [high, middle, low]

    def test_puts_it_on_top_when_the_neighbours_have_left(self, work: Work, house: House) -> None:
        gone, there, moved = house.deal(stage=2), house.deal(stage=1), house.deal(stage=0)
        move(work, deal_id=moved, stage_id=house.stages[1], version=1, above_id=gone)
        assert order(work, 1) == [moved, there]

    def test_ranks_a_column_anew_that_was_never_ranked(self, work: Work, house: House) -> None:
        unranked = [house.deal(stage=1, rank="") for _ in range(3)]
        moved = house.deal(stage=0)
        above, below = order(work, 1)[:2]
        move(work, deal_id=moved, stage_id=house.stages[1], version=1, above_id=above, below_id=below)
        assert order(work, 1)[:3] == [above, moved, below]
        assert set(order(work, 1)) == {*unranked, moved}
        assert EventKind.STAGE_RANKED_ANEW in [event.kind for event in work.events]

    def test_ranks_a_column_anew_before_ranks_grow_without_end(self, work: Work, house: House) -> None:
        bottom, top, third = (house.deal(stage=0) for _ in range(3))
        versions = {bottom: 1, top: 1}
        for turn in range(700):
            moved = (bottom, top)[turn % 2]
            other = (top, bottom)[turn % 2]
            versions[moved] = move(
                work, deal_id=moved, stage_id=house.stages[0], version=versions[moved], above_id=third, below_id=other
            )
        assert len(card(work, deal_id=top).rank) < 64
        assert set(order(work, 0)) == {bottom, top, third}

    def test_refuses_a_version_that_is_no_longer_current(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)
        with pytest.raises(Stale):
            move(work, deal_id=deal_id, stage_id=house.stages[2], version=1)

    def test_asks_why_a_deal_is_lost(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        with pytest.raises(Invalid, match="lost_reason"):
            move(work, deal_id=deal_id, stage_id=house.stage_of_kind(StageKind.LOST), version=1)
        work.session.add(LostReason(id="price", name_ru="Дорого", name_en="Price"))
        work.session.flush()
        move(
            work,
            deal_id=deal_id,
            stage_id=house.stage_of_kind(StageKind.LOST),
            version=1,
            lost_reason_id="price",
            comment=" нашли дешевле ",
        )
        deal = work.session.get_one(Deal, deal_id)
        assert (deal.lost_reason_id, deal.lost_comment, deal.closed_at) == ("price", "нашли дешевле", work.now())

    def test_knows_no_stage_that_is_out_of_use(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        house.retire(1)
        with pytest.raises(NotFound):
            move(work, deal_id=deal_id, stage_id=house.stages[1], version=1)


class TestAdvanceTo:
    def test_arrives_at_the_top_of_the_column(self, work: Work, house: House) -> None:
        there, deal_id = house.deal(stage=1), house.deal(stage=0)
        advance_to(work, deal_id=deal_id, role=StageRole.BRIEF)
        assert order(work, 1) == [deal_id, there]
