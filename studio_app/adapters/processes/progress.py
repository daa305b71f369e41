"""How many rows a reader has read so far, told to whoever asked to hear it."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_STEP = 500  # rows between two looks at the clock
_PAUSE = 0.4  # seconds between two tellings

_listeners: list[Callable[[int], None]] = []


def listen(hear: Callable[[int], None]) -> None:
    """From now on `hear` is told how many rows of a file have been read; never fewer than before, if they pass twice.

    For a process that reads one file at a time.
    """
    most = 0

    def tell(rows: int) -> None:
        nonlocal most
        if rows > most:
            most = rows
            hear(rows)

    _listeners[:] = [tell]


def counted(rows: Iterable[T]) -> Iterator[T]:
    """The rows as they are, told while they pass."""
    last = time.monotonic()
    for number, row in enumerate(rows, start=1):
        if _listeners and number % _STEP == 0 and time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            _listeners[0](number)
        yield row
