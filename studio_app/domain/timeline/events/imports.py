"""What happens to lists of leads and clients, and to files of banks."""

from studio_app.domain.timeline.events.base import InStudio
from studio_app.domain.timeline.events.kinds import EventKind


class _OfImport(InStudio):
    import_id: str


class ImportStarted(_OfImport):
    """A list of so many rows is being taken in; `what` it is of."""

    kind = EventKind.IMPORT_STARTED
    what: str
    rows: int


class ImportAdvanced(_OfImport):
    """So many rows more are taken in, or taken back."""

    kind = EventKind.IMPORT_ADVANCED
    rows: int


class ImportFinished(_OfImport):
    """The list is taken in."""

    kind = EventKind.IMPORT_FINISHED
    rows: int


class ImportUndoing(_OfImport):
    """The list is being taken back."""

    kind = EventKind.IMPORT_UNDOING


class ImportUndone(_OfImport):
    """The list is taken back."""

    kind = EventKind.IMPORT_UNDONE


class StatementImported(_OfImport):
    """A file of a bank was taken in: how many of its lines were what."""

    kind = EventKind.STATEMENT_IMPORTED
    format: str
    certain: int = 0
    unsure: int = 0
    duplicate: int = 0
    outgoing: int = 0
    other_account: int = 0
    other_currency: int = 0
    own_transfer: int = 0
    pending: int = 0


class StatementUndone(_OfImport):
    """A file of a bank was taken back."""

    kind = EventKind.STATEMENT_UNDONE


class _OfLine(InStudio):
    line_id: str


class StatementLineBooked(_OfLine):
    """A person has booked a line of a bank."""

    kind = EventKind.STATEMENT_LINE_BOOKED
    entry_id: str


class StatementLineIgnored(_OfLine):
    """A person has put a line of a bank aside."""

    kind = EventKind.STATEMENT_LINE_IGNORED


class StatementLineUndone(_OfLine):
    """A person has taken a line of a bank back."""

    kind = EventKind.STATEMENT_LINE_UNDONE
