"""Slots for workers: who may run jobs, and under which name they are recovered after a crash.

The name of a slot outlives the process that had it: a job that was running when its process was
killed is found again under that name by the next one to take the slot.
"""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

_ADVISORY_CLASS = 0x57D10  # our corner of PostgreSQL's advisory locks
_SLOTS = 64


class WorkerSlots(Protocol):
    """The slots of one database."""

    def take(self) -> str | None:
        """Take a slot; its name, or None when all are taken. Repeated calls are free."""
        ...

    def hold(self) -> bool:
        """Whether the slot is still ours."""
        ...

    def borrow(self, slot: str) -> AbstractContextManager[bool]:
        """Keep somebody else's slot from being taken for a moment; False when it is not free."""
        ...

    def leave(self) -> None:
        """Give the slot back."""
        ...


class FileSlot:
    """The one slot of an SQLite file: a lock beside it, which the system frees when the process dies."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".jobs")
        self._file: IO[str] | None = None

    def take(self) -> str | None:
        """Lock the file. POSIX record locks are not inherited, so children of ours cannot keep it."""
        if self._file is None:
            file = self._path.open("w")
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return None
            self._file = file
        return "seat-1"  # stored with the jobs

    def hold(self) -> bool:
        """Nobody can take a held lock away."""
        return self._file is not None

    @contextmanager
    def borrow(self, slot: str) -> Iterator[bool]:
        """There is one slot only."""
        yield False

    def leave(self) -> None:
        """Free the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


class AdvisorySlots:
    """Slots on PostgreSQL: session locks, freed by the server when a worker or its host goes away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._slot = 0

    def take(self) -> str | None:
        """Take the first free slot and keep its connection."""
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._slot = next((slot for slot in range(1, _SLOTS + 1) if self._try(slot)), 0)
            if not self._slot:
                self.leave()
        return _name(self._slot) if self._slot else None

    def hold(self) -> bool:
        """Ask over the connection that carries the lock: if it broke, the slot is gone."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self.leave()
            return False
        return True

    @contextmanager
    def borrow(self, slot: str) -> Iterator[bool]:
        """Lock a free slot of another worker, so that nobody takes it meanwhile."""
        number = int(slot.rpartition("-")[2])
        free = self._connection is not None and number != self._slot and self._try(number)
        try:
            yield free
        finally:
            if free and self._connection is not None:
                query = text("SELECT pg_advisory_unlock(:class, :seat)")
                self._connection.execute(query, {"class": _ADVISORY_CLASS, "seat": number})

    def leave(self) -> None:
        """Close the connection; the server frees the lock."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        self._slot = 0

    def _try(self, slot: int) -> bool:
        query = text("SELECT pg_try_advisory_lock(:class, :seat)")
        return self._connection is not None and bool(
            self._connection.execute(query, {"class": _ADVISORY_CLASS, "seat": slot}).scalar()
        )


def _name(slot: int) -> str:
    return f"seat-{slot}"
