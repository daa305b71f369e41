"""An inbox of what comes from outside: stored at once, many by one commit, and worked off by a thread of its own.

What arrives during a commit shares the next one: a disk has few synced commits a second to give. What
is stored is its own place in the queue: what a killed process has taken in, and not worked off, is found
in the table by the next one, or by any other one that serves.
"""

import logging
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

from studio_app.adapters.request_batcher import RequestBatcher

_LOOK_EVERY = 1.0  # seconds between two looks for what others have left behind
_PAUSE = 0.05  # seconds between two looks at busy inboxes

_log = logging.getLogger(__name__)

Arrival = TypeVar("Arrival")
Answer = TypeVar("Answer")
Store = Callable[[Sequence[Arrival]], Awaitable[Sequence[Answer]]]


class BatchedInbox(Generic[Arrival, Answer]):
    """Lets in one kind of arrivals. `take` works at once; `start` makes this process work them off, too."""

    def __init__(
        self,
        name: str,
        *,
        store: Store[Arrival, Answer],
        work_off: Callable[[], object],
        batch_size: int,
        lull: float,
        patience: float,
        rest: float,
    ) -> None:
        """`store` keeps up to `batch_size` arrivals in one transaction; `work_off` does all that waits.

        Seconds: after a `lull` without arrivals a burst is over; a piece of work gives way to a burst for
        its `patience`; what could not be done lets the others pass for a `rest`.
        """
        self._name = name
        self._keep = store
        self._work_off = work_off
        self._lull = lull
        self._patience = patience
        self._rest = rest
        self._batcher = RequestBatcher[Arrival, Answer](self._store, at_most=batch_size)
        self._working = False
        self._last = 0.0
        self._resting: dict[str, float] = {}
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    async def take(self, arrival: Arrival) -> Answer:
        """Let one in: when this returns, it is stored. Raises what storing it raises."""
        return await self._batcher.ask(arrival)

    def start(self) -> None:
        """Work off what is stored from now on; returns at once."""
        if self._thread is None:
            self._closing.clear()
            self._thread = threading.Thread(target=self._look, name=self._name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Finish the piece at hand; what still waits is in the database."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
            self._thread = None

    @property
    def alive(self) -> bool:
        """Whether this process works off what is stored."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def closing(self) -> bool:
        """Whether whoever works something off should stop after the piece at hand."""
        return self._closing.is_set()

    def put_aside(self, *ids: str) -> None:
        """These could not be done: they are left out for a while."""
        self._resting.update({one: time.monotonic() + self._rest for one in ids})

    def aside(self) -> frozenset[str]:
        """What is left out for now."""
        now = time.monotonic()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        return frozenset(self._resting)

    @property
    def busy(self) -> bool:
        """Whether something is arriving or being worked off here at this moment."""
        return self._working or self._is_bursting()

    def give_way(self) -> None:
        """Wait until a burst of arrivals is over, but not for ever."""
        patience = time.monotonic() + self._patience
        while self._is_bursting() and time.monotonic() < patience and not self.closing:
            time.sleep(self._lull / 2)

    def _is_bursting(self) -> bool:
        return self._batcher.busy or time.monotonic() - self._last < self._lull

    async def _store(self, arrivals: Sequence[Arrival]) -> Sequence[Answer]:
        try:
            return await self._keep(arrivals)
        finally:
            self._last = time.monotonic()
            self._wake.set()

    def _look(self) -> None:
        while not self.closing:
            self._wake.clear()
            self._working = True
            try:
                self._work_off()
            except Exception:
                _log.exception("what came in at the %s waits; looking again", self._name)
            finally:
                self._working = False
            self._wake.wait(_LOOK_EVERY)


def give_way_to(*inboxes: BatchedInbox[Any, Any], patience: float) -> None:
    """Let what arrives, and what it sets off, go first: wait up to `patience` seconds for a lull at all inboxes."""
    until = time.monotonic() + patience
    while any(inbox.busy and not inbox.closing for inbox in inboxes) and time.monotonic() < until:
        time.sleep(_PAUSE)
