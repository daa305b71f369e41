"""Values of the webhook inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A stored provider event that waits for its handling."""

    id: str
    provider: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An authentic webhook: its event id at the provider and the checkouts that it hints at."""

    provider: str
    event_id: str
    refs: tuple[str, ...]
    body: bytes
