"""Every type of event by its kind, and rows whose type is not known beforehand."""

from collections.abc import Mapping

from studio_app.domain.timeline.events import (
    clients,
    deals,
    documents,
    estimates,
    files,
    imports,
    invoices,
    leads,
    live,
    money,
    notifications,
    people,
    studio,
    tasks,
)
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.models import TimelineEvent

_WORDS = (
    *(clients, deals, documents, estimates, files, imports, invoices),
    *(leads, live, money, notifications, people, studio, tasks),
)
TYPES: Mapping[str, type[Event]] = {
    one.kind: one
    for word in _WORDS
    for one in vars(word).values()
    if isinstance(one, type) and issubclass(one, Event) and "kind" in vars(one)
}


def event_of(row: TimelineEvent) -> Event | None:
    """What the row tells; None for a kind that only an older version recorded."""
    found = TYPES.get(row.kind)
    return found.stored(row.deal_id, row.payload) if found else None
