"""An event as it stands on the timeline: what happened, and when, by whom, under which number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from studio_app.domain.actors import ActorKind
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent

E = TypeVar("E", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """What happened, and its row. Reactions take it, and readers of the timeline."""

    event: E_co
    row: TimelineEvent

    @property
    def id(self) -> int:
        """The number of the row; 0 until it is flushed."""
        return self.row.id or 0

    @property
    def deal_id(self) -> str | None:
        """The deal that it happened to, if any."""
        return self.event.deal_id

    @property
    def kind(self) -> EventKind:
        """What kind of event it is."""
        return self.event.kind

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.row.at

    @property
    def actor_kind(self) -> ActorKind:
        """What kind of actor did it."""
        return self.row.actor_kind

    @property
    def actor_id(self) -> str:
        """Who did it; empty unless it was a person of the studio."""
        return self.row.actor_id
