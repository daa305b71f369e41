"""The board as a calendar: tasks by their day on the studio's clock."""

from datetime import UTC, date, datetime, time

import pytest

from studio_app.domain.board.agenda import Agenda, open_agenda
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage, get_stage
from studio_app.domain.tasks.service import add_task, finish_task
from studio_app.domain.work import Work
from studio_app.workspace.board.address import Span
from tests.domain.conftest import House, house

__all__ = ["house"]

MONDAY = date(2026, 11, 23)  # the day of the tests' clock


def agenda(work: Work, where: BoardFilter | None = None, *, day: date | None = None, each: int = 10) -> Agenda:
    return open_agenda(work, where=where or BoardFilter(), span=Span(week=True, day=day).days, each=each)


def titles(shown: Agenda) -> dict[date, list[str]]:
    return {one.day: [task.title for task in one.tasks] for one in shown.days if one.count}


class TestOpenAgenda:
    def test_puts_tasks_on_their_days_in_the_order_of_the_clock(self, work: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for title, day, hour in (("later", 24, 15), ("sooner", 24, 9), ("another day", 26, 9), ("next week", 30, 9)):
            add_task(work, deal_id=deal_id, title=title, due_on=date(2026, 11, day), due_time=time(hour))
        assert titles(agenda(work)) == {date(2026, 11, 24): ["sooner", "later"], date(2026, 11, 26): ["another day"]}

    def test_goes_by_the_days_of_the_studio(self, work: Work, house: House) -> None:
        add_task(work, deal_id=house.deal(stage=0), title="late", due_on=date(2026, 11, 24), due_time=time(0, 30))
        [day] = [one for one in agenda(work).days if one.count]
        assert (day.day, day.tasks[0].at.astimezone(UTC)) == (
            date(2026, 11, 24),
            datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
        )

    def test_counts_all_of_a_day_and_tells_the_first(self, work: Work, house: House) -> None:
        for hour in range(9, 15):
            add_task(work, deal_id=house.deal(stage=0), title=str(hour), due_on=MONDAY, due_time=time(hour))
        [day] = [one for one in agenda(work, each=2).days if one.count]
        assert (day.count, [task.title for task in day.tasks]) == (6, ["9", "10"])

    def test_tells_what_is_overdue_from_before_but_not_of_days_ahead(self, work: Work, house: House) -> None:
        add_task(work, deal_id=house.deal(stage=0), title="missed", due_on=date(2026, 11, 20))
        missed = agenda(work).overdue
        assert (missed.count, [task.title for task in missed.tasks]) == (1, ["missed"])
        assert agenda(work, day=date(2026, 12, 7)).overdue.count == 0

    @pytest.mark.parametrize("what", ["done", "lost", "of somebody else", "undated"])
    def test_leaves_out_what_nobody_has_to_do(self, work: Work, house: House, what: str) -> None:
        deal_id = house.deal(stage=0, manager=1)
        task = add_task(work, deal_id=deal_id, title="call", due_on=None if what == "undated" else MONDAY)
        if what == "done":
            finish_task(work, task_id=task.id)
        if what == "lost":
            enter_stage(work, work.session.get_one(Deal, deal_id), get_stage(work, house.stages[3]))
        where = BoardFilter(manager_id="anna") if what == "of somebody else" else BoardFilter()
        assert titles(agenda(work, where)) == {}


class TestSpan:
    def test_of_a_month_is_whole_weeks(self) -> None:
        assert Span(week=False, day=date(2026, 11, 15)).days(MONDAY) == (date(2026, 10, 26), 42)
        assert Span(week=False, day=None).days(date(2027, 2, 10)) == (date(2027, 2, 1), 28)

    def test_of_a_week_begins_on_monday(self) -> None:
        assert Span(week=True, day=date(2026, 11, 29)).days(MONDAY) == (MONDAY, 7)
