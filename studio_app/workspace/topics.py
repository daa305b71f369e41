"""What an open page can watch: a deal by its id, or one of the subjects below."""

from collections.abc import Iterator

from studio_app.domain.ledger.booking import EVENTS as MOVEMENTS
from studio_app.domain.notifications.rules import EVENTS
from studio_app.domain.work import Committed

LETTERS = "letters"
"""What happens to letters: they are planned, sent, kept, held up."""
MONEY = "money"
"""What happens to money anywhere in the studio: it comes, goes back, counts for something else, is asked for."""
NO_DEAL = ""
"""What happens, but to no deal: a message of somebody unknown, a change of the settings."""
_BESIDES = frozenset({"invoice", "difference", "statement", "work"})
_ABOUT_MONEY = _BESIDES | {kind.partition(".")[0] for kind in MOVEMENTS.values()}  # the nouns of such events


def topics_of(event: Committed) -> Iterator[str]:
    """Every topic under which the event is told."""
    yield event.deal_id or NO_DEAL
    if event.kind == "deal.withdrawn":
        yield event.payload["withdrawn_id"]
    if event.kind in EVENTS or event.kind.startswith("notification."):
        yield LETTERS
    if event.kind.partition(".")[0] in _ABOUT_MONEY:
        yield MONEY
