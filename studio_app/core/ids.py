"""Identifiers: time-ordered UUIDs (RFC 9562, version 7) as 32 hex digits."""

import os
import time
from collections.abc import Callable

NewId = Callable[[], str]


def new_id() -> str:
    """A fresh UUIDv7 in hex: sorts by creation time, 74 random bits."""
    millis = time.time_ns() // 1_000_000
    rand = int.from_bytes(os.urandom(10))
    value = (millis << 80) | rand
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return f"{value:032x}"
