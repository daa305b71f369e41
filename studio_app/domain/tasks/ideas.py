"""What could be done next on a deal for which nothing is planned: proposals for a person, never tasks by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MORNING, AFTERNOON = time(10), time(15)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TaskIdea:
    """A step that one click plans; `words` names its text in the reader's language."""

    words: str
    due_on: date
    due_time: time


def ideas(now: datetime, *, waiting_for: str = "") -> Sequence[TaskIdea]:
    """Proposals from `now` on the studio's clock, soonest first, none on a weekend.

    `waiting_for` is the kind of the document that lies with the client, empty when none does.
    """
    today = now.date()
    soon = (
        TaskIdea("call", today, AFTERNOON)
        if now.time() < time(14) and today.weekday() < _SATURDAY
        else TaskIdea("call", _workday(today, 1), MORNING)
    )
    later = TaskIdea(f"ask_{waiting_for}" if waiting_for else "write", _workday(today, 2), time(11))
    return (soon, *((TaskIdea("call", _workday(today, 1), MORNING),) if soon.due_on == today else ()), later)


def _workday(day: date, ahead: int) -> date:
    """The day that many days ahead, or the Monday after when it falls on a weekend."""
    found = day + timedelta(days=ahead)
    while found.weekday() >= _SATURDAY:
        found += timedelta(days=1)
    return found
