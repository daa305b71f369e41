"""How many rows a reader has read so far, told to whoever asked to hear it."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_STEP = 500  # rows between two looks at the clock
_PAUSE = 0.4  # seconds between two tellings

_listeners: list[Callable[[int], None]] = []


def listen(hear: Callable[[int], None]) -> None:
    """From now on `hear` is told how many rows have been read. For a process that does one thing at a time."""
    _listeners[:] = [hear]


def counted(rows: Iterable[T]) -> Iterator[T]:
    """The rows as they are, told while they pass."""
    last = time.monotonic()
    for number, row in enumerate(rows, start=1):
        if _listeners and number % _STEP == 0 and time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            _listeners[0](number)
        yield row
