"""What happens to the files of a deal."""

from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.deals import TakenBack
from studio_app.domain.timeline.events.kinds import EventKind


class FileAdded(OnDeal):
    """A file was added; `size` in bytes."""

    kind = EventKind.FILE_ADDED
    file_id: str
    name: str
    size: int
    media_type: str


class FileRemoved(OnDeal):
    """A file was removed, for the time being."""

    kind = EventKind.FILE_REMOVED
    file_id: str
    name: str


class FileRestored(TakenBack):
    """A file that was removed is there again."""

    kind = EventKind.FILE_RESTORED
    file_id: str
    name: str
