"""Tasks put to another day, and what comes next said in one line."""

from datetime import date, datetime, time

import pytest

from studio_app.core.errors import NotFound, Stale
from studio_app.domain.studio.current import zone
from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.planning import plan_next, put_off
from studio_app.domain.tasks.service import add_task, finish_task, open_tasks
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests.domain.conftest import House, house

__all__ = ["house"]

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


class TestPutOff:
    def test_keeps_the_time_of_day_and_the_reminder(self, work: Work, house: House) -> None:
        task = add_task(
            work, deal_id=house.deal(stage=0), title="Call", due_on=FRIDAY, due_time=time(11), remind_minutes=30
        )
        later = put_off(work, task_id=task.id, due_on=MONDAY, seen=seconds(task.due_at))
        assert later.due_at == datetime(2026, 11, 30, 11, tzinfo=zone(work))
        assert later.remind_at == datetime(2026, 11, 30, 10, 30, tzinfo=zone(work))
        assert work.events[-1].kind == EventKind.TASK_CHANGED

    def test_refuses_one_that_somebody_has_put_elsewhere(self, work: Work, house: House) -> None:
        task = add_task(work, deal_id=house.deal(stage=0), title="Call", due_on=FRIDAY)
        put_off(work, task_id=task.id, due_on=MONDAY, seen=seconds(task.due_at))
        with pytest.raises(Stale):
            put_off(work, task_id=task.id, due_on=FRIDAY, seen=seconds(task.due_at))

    def test_refuses_one_that_is_done(self, work: Work, house: House) -> None:
        task = add_task(work, deal_id=house.deal(stage=0), title="Call", due_on=FRIDAY)
        finish_task(work, task_id=task.id)
        with pytest.raises(NotFound):
            put_off(work, task_id=task.id, due_on=MONDAY, seen=seconds(task.due_at))


class TestPlanNext:
    def test_adds_a_task_where_there_is_none(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        plan_next(work, deal_id=deal_id, title="Call", due_on=FRIDAY, seen=0)
        assert [task.title for task in open_tasks(work, deal_id=deal_id)] == ["Call"]

    def test_changes_the_one_that_comes_first(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        first = add_task(work, deal_id=deal_id, title="Call", due_on=FRIDAY)
        add_task(work, deal_id=deal_id, title="Write", due_on=MONDAY)
        plan_next(work, deal_id=deal_id, title="Call again", due_on=FRIDAY, seen=seconds(first.due_at))
        assert [task.title for task in open_tasks(work, deal_id=deal_id)] == ["Call again", "Write"]
        assert work.session.get_one(Task, first.id).due_at == first.due_at

    def test_refuses_what_was_seen_otherwise(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_task(work, deal_id=deal_id, title="Call", due_on=FRIDAY)
        with pytest.raises(Stale):
            plan_next(work, deal_id=deal_id, title="Write", due_on=None, seen=0)
