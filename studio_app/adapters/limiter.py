"""How often one address may do something: in a sliding minute and in a day, kept in this process."""

import time
from collections import Counter, deque
from collections.abc import Callable
from threading import Lock

from studio_app.adapters.visitors import network_of
from studio_app.core.errors import Throttled

_WINDOW = 60.0
_DAY = 86_400.0
_MANY = 10_000


class AddressLimiter:
    """At most `per_minute` takes of one address within any sixty seconds, and `at_all` of all of them (0: any).

    A program that stays below that all day long is ended by `a_day` (0: any), counted anew every 24 hours.
    """

    def __init__(
        self, per_minute: int, *, at_all: int = 0, a_day: int = 0, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = per_minute
        self._at_all = at_all
        self._a_day = a_day
        self._seconds = seconds
        self._taken: dict[str, deque[float]] = {}
        self._together = deque[float]()
        self._today = Counter[str]()
        self._day_began = seconds()
        self._lock = Lock()

    def take(self, address: str) -> None:
        """Count one; raises Throttled, and counts nothing, when the address has had its share, or all together."""
        now = self._seconds()
        with self._lock:
            if len(self._taken) > _MANY:
                self._forget(now)
            network = network_of(address)
            self._require_left_today(network, now)
            taken = self._taken.setdefault(network, deque())
            for counted, limit in ((taken, self._limit), (self._together, self._at_all)):
                while counted and counted[0] <= now - _WINDOW:
                    counted.popleft()
                if limit and len(counted) >= limit:
                    raise Throttled(retry_after=int(counted[0] + _WINDOW - now) + 1)
            taken.append(now)
            if self._a_day:
                self._today[network] += 1
            if self._at_all:
                self._together.append(now)

    def give_back(self, address: str) -> None:
        """Count the last take as not done: nothing came of it."""
        with self._lock:
            taken = self._taken.get(network_of(address))
            if taken:
                taken.pop()
                if self._a_day:
                    self._today[network_of(address)] -= 1
                if self._together:
                    self._together.pop()

    def _require_left_today(self, network: str, now: float) -> None:
        if now >= self._day_began + _DAY:
            self._today.clear()
            self._day_began = now
        if self._a_day and self._today[network] >= self._a_day:
            raise Throttled(retry_after=int(self._day_began + _DAY - now) + 1)

    def _forget(self, now: float) -> None:
        self._taken = {key: taken for key, taken in self._taken.items() if taken and taken[-1] > now - _WINDOW}
