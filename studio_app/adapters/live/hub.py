"""The live hub: hands committed events to whoever listens in this process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from studio_app.domain.work import Committed

_BACKLOG = 1000
_Queue = asyncio.Queue[Committed | None]


class Hub:
    """Lossy fan-out of committed events; a listener that falls behind is told to resync (None)."""

    def __init__(self) -> None:
        self._listeners: dict[str | None, dict[_Queue, asyncio.AbstractEventLoop]] = {}

    def publish(self, events: Sequence[Committed]) -> None:
        """Hand `events` to whoever listens to their deals; callable from any thread, never blocks."""
        by_deal: dict[str | None, list[Committed]] = {}
        for event in events:
            if event.deal_id is not None:
                by_deal.setdefault(event.deal_id, []).append(event)
        by_deal[None] = list(events)
        for deal_id, committed in by_deal.items():
            for queue, loop in list(self._listeners.get(deal_id, {}).items()):
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_put, queue, committed)

    @asynccontextmanager
    async def listen(self, *, deal_id: str | None = None) -> AsyncIterator[_Queue]:
        """A queue of events from now on, of one deal or of all; None in it means that some were lost."""
        queue: _Queue = asyncio.Queue(_BACKLOG)
        self._listeners.setdefault(deal_id, {})[queue] = asyncio.get_running_loop()
        try:
            yield queue
        finally:
            del self._listeners[deal_id][queue]
            if not self._listeners[deal_id]:
                del self._listeners[deal_id]


def _put(queue: _Queue, events: Sequence[Committed]) -> None:
    if queue.qsize() + len(events) >= _BACKLOG - 1:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
        return
    for event in events:
        queue.put_nowait(event)
