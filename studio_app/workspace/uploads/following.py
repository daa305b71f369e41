"""What is being read, followed while it is read."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from studio_app.adapters.processes.pool import OnProgress

T = TypeVar("T")
_PAUSE = 0.4  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """How many rows have been read; `made` holds what was made of the file as soon as there is something."""

    rows: int = 0
    made: tuple[T, ...] = ()


async def followed(read: Callable[[OnProgress], Awaitable[T]]) -> AsyncGenerator[Step[T], None]:
    """The steps of a reading, the last one with what it has made. Raises what `read` raises."""
    read_rows = shown = 0

    def hear(rows: int) -> None:
        nonlocal read_rows
        read_rows = rows

    reading = asyncio.ensure_future(read(hear))
    try:
        while not reading.done():
            await asyncio.wait({reading}, timeout=_PAUSE)
            if read_rows != shown:
                shown = read_rows
                yield Step(shown)
        yield Step(shown, (reading.result(),))
    finally:
        reading.cancel()
