"""Whether a deal is still as a person saw it. What they have changed themselves since is no surprise to them.

A second change may be sent while the answer to the first is on its way: it carries what was seen before both.
"""

from studio_app.core.errors import Stale
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.deals import DealAssigned, DealChanged, DealMoved, DealRanked
from studio_app.domain.timeline.reading import newest
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

_COUNTED = (DealMoved, DealRanked, DealAssigned, DealChanged)
"""The events with which a deal's version grows, by one each."""
MOST = 20
"""Changes of one deal that one pair of hands can have under way."""


def check_version(work: Work, deal: Deal, version: int) -> None:
    """Raise Stale if anybody but the actor has changed the deal since it had that version."""
    since = deal.version - version
    if since == 0:
        return
    if not 0 < since <= MOST:
        raise Stale
    changes = newest(work, *_COUNTED, deal_id=deal.id, limit=since)
    versions = [change.event.version for change in changes]
    if not all(is_own(work, change) for change in changes) or versions != list(range(deal.version, version, -1)):
        raise Stale


def is_own(work: Work, change: Recorded[Event]) -> bool:
    """Whether the actor has made that change."""
    # by the person and not by the tab: a card moved on the deal's page and then on the board is theirs twice
    return bool(work.actor.id) and (change.actor_kind, change.actor_id) == (work.actor.kind, work.actor.id)
