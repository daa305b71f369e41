"""What an open page can watch: a deal by its id, or one of the subjects below."""

from collections.abc import Iterator

from studio_app.domain.ledger.booking import EVENTS as MOVEMENTS
from studio_app.domain.notifications.rules import EVENTS
from studio_app.domain.timeline.events.deals import DealWithdrawn
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.notifications import NotificationEvent
from studio_app.domain.work import Committed

LETTERS = "letters"
"""What happens to letters: they are planned, sent, kept, held up."""
MONEY = "money"
"""What happens to money anywhere in the studio: it comes, goes back, counts for something else, is asked for."""
NO_DEAL = ""
"""What happens, but to no deal: a message of somebody unknown, a change of the settings."""
_MOVED = {booked.kind.noun for booked in MOVEMENTS.values()}
_ABOUT_MONEY = EventKind.of("invoice", "difference", "statement", "work", *_MOVED)


def topics_of(event: Committed) -> Iterator[str]:
    """Every topic under which the event is told."""
    yield event.deal_id or NO_DEAL
    what = event.event
    if isinstance(what, DealWithdrawn):
        yield what.withdrawn_id
    if isinstance(what, (*EVENTS, NotificationEvent)):
        yield LETTERS
    if what.kind in _ABOUT_MONEY:
        yield MONEY
