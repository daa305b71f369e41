"""Changes sent before the answer to the one before has come: one's own go through in order, another's are told."""

from dataclasses import replace
from datetime import date

import pytest

from studio_app.core.errors import Stale
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.bulk import SeenDeal, Undo, undo_moves
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.price_by_hand import price_by_hand
from studio_app.domain.tasks.planning import plan_next, put_off
from studio_app.domain.tasks.service import add_task, open_tasks
from studio_app.domain.work import Work
from tests.domain.conftest import House, house

__all__ = ["house"]

ANNA = Actor(kind=ActorKind.STAFF, id="anna", name="anna", role="manager")
IVAN = Actor(kind=ActorKind.STAFF, id="ivan", name="ivan", role="manager")
FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def anna(work: Work) -> Work:
    return replace(work, actor=ANNA)


@pytest.fixture
def ivan(work: Work) -> Work:
    return replace(work, actor=IVAN)


class TestCheckVersion:
    def test_lets_ones_own_changes_through_in_order(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        move(anna, deal_id=deal_id, stage_id=house.stages[1], version=1)
        price_by_hand(anna, deal_id=deal_id, version=1, amount=Money(5, "RUB"))
        assign(anna, deal_id=deal_id, manager_id="ivan", version=1)
        move(anna, deal_id=deal_id, stage_id=house.stages[2], version=1)
        deal = anna.session.get_one(Deal, deal_id)
        assert (deal.stage_id, deal.amount, deal.manager_id, deal.version) == (house.stages[2], 5, "ivan", 5)

    def test_takes_back_the_second_of_two_quick_moves(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        move(anna, deal_id=deal_id, stage_id=house.stages[1], version=1)
        move(anna, deal_id=deal_id, stage_id=house.stages[2], version=1)
        assert undo_moves(anna, moves=[Undo(SeenDeal(deal_id, 2), house.stages[1])]).done == 1
        assert anna.session.get_one(Deal, deal_id).stage_id == house.stages[1]

    @pytest.mark.parametrize("first", ["mine", "theirs"])
    @pytest.mark.parametrize("other", [IVAN, SYSTEM], ids=["a colleague", "by itself"])
    def test_tells_of_a_change_that_is_not_ones_own(
        self, work: Work, anna: Work, house: House, first: str, other: Actor
    ) -> None:
        deal_id = house.deal(stage=0)
        hands = [anna, replace(work, actor=other)] if first == "mine" else [replace(work, actor=other), anna]
        for version, (hand, stage) in enumerate(zip(hands, house.stages[1:3], strict=True), start=1):
            move(hand, deal_id=deal_id, stage_id=stage, version=version)
        with pytest.raises(Stale):
            move(anna, deal_id=deal_id, stage_id=house.stages[0], version=1)

    @pytest.mark.parametrize("version", [0, -7, 2, 10**9])
    def test_believes_no_version_that_never_was(self, anna: Work, house: House, version: int) -> None:
        with pytest.raises(Stale):
            move(anna, deal_id=house.deal(stage=0), stage_id=house.stages[1], version=version)


class TestCheckDue:
    def test_lets_ones_own_plans_through_in_order(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for title, day in (("Call", FRIDAY), ("Write", MONDAY), ("Write again", TUESDAY)):
            plan_next(anna, deal_id=deal_id, title=title, due_on=day, seen=0)
        [task] = open_tasks(anna, deal_id=deal_id)
        assert (task.title, task.due_at.date() if task.due_at else None) == ("Write again", TUESDAY)

    def test_tells_of_a_colleagues(self, anna: Work, ivan: Work, house: House) -> None:
        task = add_task(anna, deal_id=house.deal(stage=0), title="Call", due_on=FRIDAY)
        seen = int(task.due_at.timestamp()) if task.due_at else 0
        put_off(ivan, task_id=task.id, due_on=MONDAY, seen=seen)
        later = put_off(ivan, task_id=task.id, due_on=TUESDAY, seen=seen)
        with pytest.raises(Stale):
            put_off(anna, task_id=task.id, due_on=MONDAY, seen=seen)
        assert later.due_at is not None
        put_off(anna, task_id=task.id, due_on=MONDAY, seen=int(later.due_at.timestamp()))
