"""What a list can be imported as, and how far a row of it is."""

from enum import StrEnum

from studio_app.core.status import Transitions


class ImportKind(StrEnum):
    """What the rows of a file are."""

    LEADS = "leads"
    CLIENTS = "clients"
    SPEND = "spend"


class RowState(StrEnum):
    """What has become of a row."""

    PENDING = "pending"  # the job is about to take it
    CREATED = "created"
    JOINED = "joined"  # it belongs to a client or a deal that was here before
    HELD = "held"  # a lead about which a person decides among the incoming
    KNOWN = "known"  # it says nothing that is not here already
    DUPLICATE = "duplicate"  # an earlier row of the file says the same
    REFUSED = "refused"
    UNDONE = "undone"
    STAYS = "stays"  # its import was taken back, and somebody has worked on what it made


MADE = (RowState.CREATED, RowState.JOINED, RowState.HELD)
"""States of rows that have left something behind."""

ROW_TRANSITIONS: Transitions[RowState] = {
    RowState.PENDING: {
        RowState.CREATED,
        RowState.JOINED,
        RowState.HELD,
        RowState.KNOWN,
        RowState.REFUSED,
        RowState.UNDONE,
    },
    RowState.CREATED: {RowState.UNDONE, RowState.STAYS},
    RowState.JOINED: {RowState.UNDONE, RowState.STAYS},
    RowState.HELD: {RowState.UNDONE, RowState.STAYS},
    RowState.KNOWN: frozenset(),
    RowState.DUPLICATE: frozenset(),
    RowState.REFUSED: frozenset(),
    RowState.UNDONE: frozenset(),
    RowState.STAYS: frozenset(),
}
