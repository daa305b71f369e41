"""What open pages are told of, and no row is written of."""

from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class DealTouched(OnDeal):
    """A deal changed by what was done to something else."""

    kind = EventKind.DEAL_TOUCHED


class ReaderSeen(OnDeal):
    """A client has opened a page of ours, or closed it."""

    kind = EventKind.READER_SEEN
