"""The state of what is planned on the deal."""

from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.schemas import PersonName
from studio_app.domain.accounts.team import names_of_holders
from studio_app.domain.deals.notes import UNDO_SECONDS
from studio_app.domain.documents.plan import DealPlan, deal_plan
from studio_app.domain.tasks.service import add_task, change_task, finish_task, reopen_task
from studio_app.domain.work import Work
from studio_app.workspace.components.once import once
from studio_app.workspace.deal.choices import OptionView
from studio_app.workspace.deal.parsing import day_or_none, minutes_or_none, time_or_none
from studio_app.workspace.deal.part import DealPart
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.deal.tasks.rows import IdeaRow, TaskRow, idea_row, task_row
from studio_app.workspace.filling import let_go
from studio_app.workspace.gate import actor, allow, locale

TASK_FORM = "deal-task-form"
_REMIND_BEFORE = 15  # minutes, for what is planned with one click


class TasksState(DealPart, rx.State):
    """Open steps, those just done, and proposals where nothing is planned."""

    tasks: list[TaskRow] = []
    done: list[TaskRow] = []
    ideas: list[IdeaRow] = []
    people: list[OptionView] = []
    manager_id: str = ""
    editing: TaskRow = TaskRow()  # the one in the open dialog

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once()
    async def plan(self, form: dict[str, Any]):
        """Plan a step."""
        await self._run(add_task, deal_id=self.deal_id, **_timing(form), assignee_id=form.get("assignee") or None)
        return let_go(TASK_FORM, form)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def plan_idea(self, place: int):
        """Plan what was proposed."""
        if 0 <= place < len(self.ideas):
            idea = self.ideas[place]
            form = {"title": idea.title, "due": idea.day, "time": idea.time, "remind": _REMIND_BEFORE}
            await self._run(add_task, deal_id=self.deal_id, **_timing(form))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def tick(self, task_id: str):
        """A planned step is done."""
        await self._run(finish_task, task_id=task_id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def untick(self, task_id: str):
        """It is not."""
        await self._run(reopen_task, task_id=task_id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def edit(self, task_id: str):
        """Open the dialog of a step."""
        self.editing = next((task for task in self.tasks if task.id == task_id), TaskRow())

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def close(self, opened: bool = False):
        """Close the dialog."""
        if not opened:
            self.editing = TaskRow()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def replan(self, form: dict[str, Any]):
        """Change the step of the open dialog."""
        await self._run(
            change_task, task_id=self.editing.id, **_timing(form), assignee_id=str(form.get("assignee", ""))
        )
        self.editing = TaskRow()

    async def _run(self, use_case: Any, **arguments: Any) -> None:
        await services().runner.run(actor(), use_case, **arguments)
        await self._show()

    async def _show(self) -> None:
        self._locale = locale()
        plan, people = await services().runner.read(actor(), _plan_and_people, deal_id=self.deal_id)
        reader = Reader(locale=self._locale, timezone=plan.timezone, now=plan.now)
        self.tasks = [task_row(task, reader, manager_id=plan.manager_id) for task in plan.tasks]
        self.done = [task_row(task, reader, undo=f"{UNDO_SECONDS}s") for task in plan.done]
        self.ideas = [idea_row(idea, reader) for idea in plan.ideas]
        self.people = [OptionView(id=one.id, name=one.name) for one in people]
        self.manager_id = plan.manager_id


def _plan_and_people(work: Work, *, deal_id: str) -> tuple[DealPlan, tuple[PersonName, ...]]:
    return deal_plan(work, deal_id=deal_id), names_of_holders(work, Permission.EDIT_DEALS)


def _timing(form: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": str(form.get("title", "")),
        "due_on": day_or_none(form.get("due")),
        "due_time": time_or_none(form.get("time")),
        "remind_minutes": minutes_or_none(form.get("remind")),
    }
