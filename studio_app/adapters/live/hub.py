"""The live hub: hands committed events to whoever listens in this process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from studio_app.domain.work import Committed

_BACKLOG = 1000


class Hub:
    """Lossy fan-out of committed events; a listener that falls behind is told to resync (None)."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[Committed | None], asyncio.AbstractEventLoop] = {}

    def publish(self, events: Sequence[Committed]) -> None:
        """Hand `events` to every listener; callable from any thread, never blocks."""
        for queue, loop in list(self._listeners.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, events)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["asyncio.Queue[Committed | None]"]:
        """A queue of events from now on; None in it means that some were lost."""
        queue: asyncio.Queue[Committed | None] = asyncio.Queue(_BACKLOG)
        self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield queue
        finally:
            del self._listeners[queue]


def _put(queue: "asyncio.Queue[Committed | None]", events: Sequence[Committed]) -> None:
    if queue.qsize() + len(events) >= _BACKLOG - 1:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
        return
    for event in events:
        queue.put_nowait(event)
