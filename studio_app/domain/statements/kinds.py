"""How far a line of a statement is, and how it may go on."""

from enum import StrEnum

from studio_app.core.status import Transitions


class LineState(StrEnum):
    """What has become of a movement."""

    MATCHED = "matched"  # certain; a job is about to book it
    BOOKED = "booked"
    WAITING = "waiting"  # for a person to say which invoice it pays
    IGNORED = "ignored"  # a person said that it is not a client's money
    UNDONE = "undone"  # its import was taken back


LINE_TRANSITIONS: Transitions[LineState] = {
    LineState.MATCHED: {LineState.BOOKED, LineState.WAITING, LineState.UNDONE},
    LineState.WAITING: {LineState.BOOKED, LineState.IGNORED, LineState.UNDONE},
    LineState.BOOKED: {LineState.WAITING, LineState.UNDONE},
    LineState.IGNORED: {LineState.WAITING, LineState.UNDONE},
    LineState.UNDONE: frozenset(),
}
