"""What the calendar asks for: a task put to another day."""

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.tasks.planning import put_off
from studio_app.workspace.board.audiences import Form
from studio_app.workspace.board.opening import put_back
from studio_app.workspace.deal.parsing import day as parse_day
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.live import live


class CalendarState(rx.State):
    """The calendar of one open board; it keeps nothing, its tasks live in the browser."""

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def put_off(self, task_id: str, day: str, seen: int):
        """Put a task to another day; a refused one goes back. The browser learns when it is due now."""
        try:
            task = await services().runner.run(actor(), put_off, task_id=task_id, due_on=parse_day(day), seen=seen)
        except StudioError:
            await put_back(self, (), Form.DAYS)
            raise
        due = int(task.due_at.timestamp()) if task.due_at else 0
        await live.answer(self, {"kind": "task_moved", "task": task.id, "due": due})
