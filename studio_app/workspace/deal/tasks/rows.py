"""The plan of the deal as rows, and what could be planned when nothing is."""

from dataclasses import dataclass

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, short_day
from studio_app.domain.tasks.due import END_OF_WORK
from studio_app.domain.tasks.ideas import TaskIdea
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import TaskView
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.history.sentences import task_words

NO_REMINDER = "none"


@dataclass(frozen=True)
class TaskRow:
    """A planned step, in words and as its form needs it (ISO date, HH:MM, minutes before or `none`)."""

    id: str = ""
    title: str = ""
    fixed: bool = False  # its words are not its own
    due: str = ""
    overdue: bool = False
    who: str = ""  # empty when it is the deal's manager's
    day: str = ""
    time: str = ""
    assignee_id: str = ""
    remind: str = NO_REMINDER
    undo: str = ""  # the time left to take the tick back, such as `8s`


@dataclass(frozen=True)
class IdeaRow:
    """A step that one click plans."""

    words: str = ""
    label: str = ""
    title: str = ""
    day: str = ""
    time: str = ""


def task_row(task: TaskView, reader: Reader, *, manager_id: str = "", undo: str = "") -> TaskRow:
    """A planned step."""
    local = reader.local(task.due_at) if task.due_at else None
    timed = local is not None and local.time() != END_OF_WORK
    remind = int((task.due_at - task.remind_at).total_seconds() // 60) if task.due_at and task.remind_at else None
    return TaskRow(
        id=task.id,
        title=task_words(task.kind.value, task.title, reader.locale),
        fixed=task.kind is not TaskKind.OWN,
        due=_due(task, reader, timed=timed),
        overdue=task.is_overdue(reader.now),
        who="" if task.assignee_id == manager_id else task.assignee_name,
        day=local.date().isoformat() if local else "",
        time=f"{local:%H:%M}" if local and timed else "",
        assignee_id=task.assignee_id,
        remind=NO_REMINDER if remind is None else str(remind),
        undo=undo,
    )


def idea_row(idea: TaskIdea, reader: Reader) -> IdeaRow:
    """A step that could be planned."""
    kind = idea.words.removeprefix("ask_")
    title = translate(reader.locale, f"deal.idea.{kind}" if kind == idea.words else f"kind.{kind}.ask")
    ahead = (idea.due_on - reader.today).days
    day = translate(reader.locale, f"deal.day.{ahead}") if ahead in {0, 1} else short_day(idea.due_on, reader.locale)
    time = f"{idea.due_time:%H:%M}"
    return IdeaRow(
        words=idea.words, label=f"{title}, {day} {time}", title=title, day=idea.due_on.isoformat(), time=time
    )


def _due(task: TaskView, reader: Reader, *, timed: bool) -> str:
    if task.due_at is None:
        return ""
    if not timed:
        return short_day(reader.local(task.due_at).date(), reader.locale)
    return moment(task.due_at, reader.locale, reader.timezone)
