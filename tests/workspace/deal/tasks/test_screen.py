"""What comes next in a deal: planned, changed, ticked off and unticked on its page."""

from sqlmodel import select

from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.service import open_tasks
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.deal.tasks.state import TasksState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def titles(work: Work, *, deal_id: str) -> list[str]:
    return [task.title for task in open_tasks(work, deal_id=deal_id) if task.title]


def task_called(work: Work, *, title: str) -> Task:
    return work.session.exec(select(Task).where(Task.title == title)).one()


async def planned(seat: Seat, deal_id: str, title: str = "Позвонить") -> str:
    await seat.open(paths.deal(deal_id), TasksState.load)
    await seat.press(TasksState.plan, form={"title": title, "due": "2030-01-02", "time": "10:00", "remind": "15"})
    return seat.read(task_called, title=title).id


class TestTasks:
    async def test_are_planned_with_their_moment(self, seat: Seat) -> None:
        task_id = await planned(seat, seat.deal())
        [row] = [one for one in await seat.shows(TasksState, "tasks") if one.id == task_id]
        assert (row.title, row.day, row.time, row.remind) == ("Позвонить", "2030-01-02", "10:00", "15")

    async def test_without_words_are_refused(self, seat: Seat) -> None:
        deal_id = seat.deal()
        await seat.open(paths.deal(deal_id), TasksState.load)
        before = len(await seat.shows(TasksState, "tasks"))
        assert said(await seat.press(TasksState.plan, form={"title": " "}), "error.invalid.required")
        assert len(seat.read(open_tasks, deal_id=deal_id)) == before

    async def test_are_changed_in_their_dialog(self, seat: Seat) -> None:
        deal_id = seat.deal()
        task_id = await planned(seat, deal_id)
        await seat.press(TasksState.edit, task_id=task_id)
        assert (await seat.shows(TasksState, "editing")).title == "Позвонить"
        manager_id = await seat.shows(TasksState, "manager_id")
        await seat.press(TasksState.replan, form={"title": "Написать", "due": "2030-02-03", "assignee": manager_id})
        assert (await seat.shows(TasksState, "editing")).id == ""
        assert seat.read(task_called, title="Написать").id == task_id
        [row] = [one for one in await seat.shows(TasksState, "tasks") if one.id == task_id]
        assert (row.title, row.day) == ("Написать", "2030-02-03")

    async def test_are_done_and_not_done_after_all(self, seat: Seat) -> None:
        deal_id = seat.deal()
        task_id = await planned(seat, deal_id)
        await seat.press(TasksState.tick, task_id=task_id)
        assert "Позвонить" not in seat.read(titles, deal_id=deal_id)
        assert task_id not in {one.id for one in await seat.shows(TasksState, "tasks")}
        await seat.press(TasksState.untick, task_id=task_id)
        assert "Позвонить" in seat.read(titles, deal_id=deal_id)
        assert task_id in {one.id for one in await seat.shows(TasksState, "tasks")}

    async def test_of_another_deal_are_not_shown(self, seat: Seat) -> None:
        task_id = await planned(seat, seat.deal())
        await seat.open(paths.deal(seat.deal("Борис", email="boris@example.com")), TasksState.load)
        assert task_id not in {one.id for one in await seat.shows(TasksState, "tasks")}
