"""What became of a row that was taken in or taken back."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from studio_app.core.errors import Invalid, StudioError
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.schemas import Reason
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state it came to, why, and the ids of what it has made (as JSON), by which it can be taken back."""

    state: RowState
    reason: Reason | None = None
    made: Mapping[str, Any] = field(default_factory=dict[str, Any])


@contextmanager
def all_or_nothing(work: Work) -> Generator[None]:
    """Where the block raises, nothing of it is left, and nobody is told of its events."""
    recorded = len(work.events)
    try:
        with work.session.begin_nested():
            yield
    except Exception:
        del work.events[recorded:]
        raise


def attempt(work: Work, take: Callable[[], Outcome]) -> Outcome:
    """What `take` comes to; the row is refused where it raises a StudioError."""
    try:
        with all_or_nothing(work):
            return take()
    except StudioError as error:
        return refused(error)


def refused(error: StudioError) -> Outcome:
    """A row that cannot be taken, and why."""
    code = error.reason if isinstance(error, Invalid) else error.code
    return Outcome(RowState.REFUSED, Reason(code, dict(error.params)))
