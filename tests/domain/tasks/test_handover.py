"""Deals change hands with what is planned on them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from studio_app.core.errors import Forbidden, Invalid, NotFound, Stale
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.tasks.handover import deals_of_manager, hand_over, hand_over_all, pass_on
from studio_app.domain.tasks.service import add_task, finish_task, open_tasks
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.domain.conftest import House

ANNA = Actor(kind=ActorKind.STAFF, id="anna", name="anna", role="manager")
IVAN = Actor(kind=ActorKind.STAFF, id="ivan", name="ivan", role="manager")


class TestHandOverAll:
    def test_gives_the_open_deals_with_their_open_tasks(self, work: Work, house: House) -> None:
        mine, won, his = house.deal(stage=0), house.deal(stage=2), house.deal(stage=0, manager=1)
        open_task, done = add_task(work, deal_id=mine, title="Позвонить"), add_task(work, deal_id=mine, title="Было")
        other = add_task(work, deal_id=his, title="Чужое", assignee_id="anna")
        finish_task(work, task_id=done.id)
        result = hand_over_all(work, manager_id="anna", to_id="ivan")
        assert (result.deals, result.tasks) == (1, 1)
        assert [deals_of_manager(work, manager_id=one, closed=True).total for one in ("anna", "ivan")] == [1, 2]
        assert work.session.get_one(Deal, won).manager_id == "anna"
        assert [task.assignee_id for task in open_tasks(work, deal_id=mine) if task.id == open_task.id] == ["ivan"]
        assert [task.assignee_id for task in open_tasks(work, deal_id=his) if task.id == other.id] == ["anna"]

    def test_says_so_in_each_timeline(self, work: Work, house: House) -> None:
        deals = [house.deal(stage=0), house.deal(stage=1)]
        add_task(work, deal_id=deals[0], title="Позвонить")
        hand_over_all(work, manager_id="anna", to_id="ivan")
        events = work.session.exec(select(TimelineEvent).order_by(col(TimelineEvent.id))).all()
        assert {event.deal_id for event in events if event.kind == EventKind.DEAL_ASSIGNED} == set(deals)
        assert [event.payload["count"] for event in events if event.kind == EventKind.TASK_HANDED_OVER] == [1]

    def test_gives_exactly_what_the_filter_shows(self, work: Work, house: House) -> None:
        wanted = house.deal(stage=1, search="ромашка сайт")
        house.deal(stage=1, search="лютик")
        house.deal(stage=0, search="ромашка")
        shown: dict[str, Any] = {"manager_id": "anna", "stage_id": house.stages[1], "text": "Ромашка"}
        assert [row.id for row in deals_of_manager(work, **shown).rows] == [wanted]
        assert hand_over_all(work, **shown, to_id="ivan").deals == 1
        assert work.session.get_one(Deal, wanted).manager_id == "ivan"

    def test_has_something_to_give(self, work: Work, house: House) -> None:
        with pytest.raises(Invalid, match="nothing_to_hand_over"):
            hand_over_all(work, manager_id="anna", to_id="ivan")


class TestHandOver:
    def test_of_somebody_elses_deals_is_for_the_owner(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        with pytest.raises(Forbidden):
            hand_over(replace(work, actor=IVAN), deal_ids=[deal_id], to_id="ivan")
        assert hand_over(replace(work, actor=ANNA), deal_ids=[deal_id], to_id="ivan").deals == 1

    def test_needs_somebody_to_take_them(self, work: Work, house: House) -> None:
        with pytest.raises(NotFound):
            hand_over(work, deal_ids=[house.deal(stage=0)], to_id="nobody")


class TestPassOn:
    def test_refuses_a_deal_that_changed_meanwhile(self, work: Work, house: House) -> None:
        with pytest.raises(Stale):
            pass_on(work, deal_id=house.deal(stage=0), to_id="ivan", version=7)
