"""Whether a deal is still as a person saw it. What they have changed themselves since is no surprise to them.

A second change may be sent while the answer to the first is on its way: it carries what was seen before both.
"""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.core.errors import Stale
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

_COUNTED = ("deal.moved", "deal.ranked", "deal.assigned", "deal.changed")
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
    newest = newest_of(work, deal.id, _COUNTED, since)
    if not all(is_own(work, event) for event in newest) or [event.payload.get("version") for event in newest] != list(
        range(deal.version, version, -1)
    ):
        raise Stale


def newest_of(work: Work, deal_id: str, kinds: Sequence[str], count: int) -> Sequence[TimelineEvent]:
    """The deal's last events of those kinds, the newest first."""
    found = select(TimelineEvent).where(TimelineEvent.deal_id == deal_id, col(TimelineEvent.kind).in_(kinds))
    return work.session.exec(found.order_by(col(TimelineEvent.id).desc()).limit(count)).all()


def is_own(work: Work, event: TimelineEvent) -> bool:
    """Whether the actor has made that change."""
    # by the person and not by the tab: a card moved on the deal's page and then on the board is theirs twice
    return bool(work.actor.id) and (event.actor_kind, event.actor_id) == (work.actor.kind, work.actor.id)
