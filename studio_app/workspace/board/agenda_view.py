"""What the calendar's component gets to draw: days of tasks, in the reader's language, on the studio's clock."""

from datetime import date

from studio_app.domain.board.agenda import Agenda, AgendaDay, DueTask
from studio_app.domain.tasks.due import END_OF_WORK
from studio_app.workspace.board.views import short, task_words
from studio_app.workspace.board.wire import messages, values


def agenda_view(
    agenda: Agenda, locale: str, head: messages.SnapshotHead, *, week: bool, month: date
) -> messages.CalendarSnapshot:
    """The calendar; `month` is a day of the month (or week) that it is opened at."""
    return {
        "kind": "calendar",
        **head,
        "days": [_day(one, locale) for one in agenda.days],
        "overdue": _day(agenda.overdue, locale),
        "span": "week" if week else "month",
        "month": month.isoformat(),
        "today": agenda.now.date().isoformat(),
        "now": int(agenda.now.timestamp()),
    }


def _day(one: AgendaDay, locale: str) -> values.Day:
    return {"day": one.day.isoformat(), "count": one.count, "tasks": [_task(task, locale) for task in one.tasks]}


def _task(task: DueTask, locale: str) -> values.Task:
    return {
        "id": task.id,
        "deal": task.deal_id,
        "words": task_words(task.kind.value, task.title, locale),
        "title": task.deal,
        "client": task.client,
        "by": short(task.manager_id),
        "day": task.at.date().isoformat(),
        "time": "" if task.at.time() == END_OF_WORK else f"{task.at:%H:%M}",
        "due": int(task.at.timestamp()),
    }
