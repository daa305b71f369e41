"""Identifiers: time-ordered UUIDs (RFC 9562, version 7) as 32 hex digits."""

import os
import threading
import time
from collections.abc import Callable

NewId = Callable[[], str]


class _Ids:
    """What this process has given out last, so that what it makes in one millisecond stays in order too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        made = _version_7(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10)))
        with self._lock:
            if made <= self._last:  # RFC 9562, 6.2, method 2: on from the last one by a random step
                made = self._last + 1 + int.from_bytes(os.urandom(4))
            self._last = made
        return made


def _version_7(millis: int, rand: int) -> int:
    value = (millis << 80) | rand
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return (value & ~(0x7 << 61)) | (0x4 << 61)  # the variant, and a clear bit for steps to carry into


_IDS = _Ids()


def new_id() -> str:
    """A fresh UUIDv7 in hex: sorts by creation time, those of one process in the order they were made."""
    return f"{_IDS.next():032x}"
