"""Which clients have a page of ours open right now: an open stream, or a sign of life a moment ago."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from studio_app.domain.actors import ActorKind
from studio_app.domain.timeline.events.live import ReaderSeen
from studio_app.domain.work import Committed

LIFE_SECONDS = 60.0


class Readers:
    """Counts the open pages of clients by deal and kind of document, in this process."""

    def __init__(self, publish: Callable[[Sequence[Committed]], None], *, life_seconds: float = LIFE_SECONDS) -> None:
        self._publish = publish
        self._life = life_seconds
        self._open: Counter[tuple[str, str]] = Counter()
        self._fading: dict[tuple[str, str], asyncio.TimerHandle] = {}

    @contextmanager
    def reading(self, *, deal_id: str, kind: str) -> Iterator[None]:
        """A page that is open as long as this lasts."""
        self._enter(deal_id, kind)
        try:
            yield
        finally:
            self._leave(deal_id, kind)

    def alive(self, *, deal_id: str, kind: str) -> None:
        """A sign of life of a page without a stream: it counts as open for a minute. Needs a running loop."""
        waiting = self._fading.pop((deal_id, kind), None)
        if waiting is None:
            self._enter(deal_id, kind)
        else:
            waiting.cancel()
        loop = asyncio.get_running_loop()
        self._fading[deal_id, kind] = loop.call_later(self._life, self._fade, deal_id, kind)

    def now(self, deal_id: str) -> tuple[str, ...]:
        """The kinds of documents that the client of the deal has open."""
        return tuple(sorted(kind for one, kind in self._open if one == deal_id))

    def _fade(self, deal_id: str, kind: str) -> None:
        self._fading.pop((deal_id, kind), None)
        self._leave(deal_id, kind)

    def _enter(self, deal_id: str, kind: str) -> None:
        self._open[deal_id, kind] += 1
        if self._open[deal_id, kind] == 1:
            self._tell(deal_id)

    def _leave(self, deal_id: str, kind: str) -> None:
        self._open[deal_id, kind] -= 1
        if self._open[deal_id, kind] <= 0:
            del self._open[deal_id, kind]
            self._tell(deal_id)

    def _tell(self, deal_id: str) -> None:
        event = Committed(
            id=0,
            event=ReaderSeen(deal_id=deal_id),
            at=datetime.now(UTC),
            actor_kind=ActorKind.CLIENT,
            actor_id="",
            actor_name="",
        )
        self._publish([event])
