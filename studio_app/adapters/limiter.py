"""How often one address may do something: a sliding minute, kept in this process."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from studio_app.adapters.visitors import network_of
from studio_app.core.errors import Throttled

_WINDOW = 60.0
_MANY = 10_000


class AddressLimiter:
    """At most `per_minute` takes of one address within any sixty seconds, and `at_all` of all of them (0: any)."""

    def __init__(self, per_minute: int, *, at_all: int = 0, seconds: Callable[[], float] = time.monotonic) -> None:
        self._limit = per_minute
        self._at_all = at_all
        self._seconds = seconds
        self._taken: dict[str, deque[float]] = {}
        self._together = deque[float]()
        self._lock = Lock()

    def take(self, address: str) -> None:
        """Count one; raises Throttled, and counts nothing, when the address has had its share, or all together."""
        now = self._seconds()
        with self._lock:
            if len(self._taken) > _MANY:
                self._forget(now)
            taken = self._taken.setdefault(network_of(address), deque())
            for counted, limit in ((taken, self._limit), (self._together, self._at_all)):
                while counted and counted[0] <= now - _WINDOW:
                    counted.popleft()
                if limit and len(counted) >= limit:
                    raise Throttled(retry_after=int(counted[0] + _WINDOW - now) + 1)
            taken.append(now)
            if self._at_all:
                self._together.append(now)

    def give_back(self, address: str) -> None:
        """Count the last take as not done: nothing came of it."""
        with self._lock:
            taken = self._taken.get(network_of(address))
            if taken:
                taken.pop()
                if self._together:
                    self._together.pop()

    def _forget(self, now: float) -> None:
        self._taken = {key: taken for key, taken in self._taken.items() if taken and taken[-1] > now - _WINDOW}
