"""Watches whether anything can be stored: what use cases run into, and a look of its own every few seconds."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Connection, text

from studio_app.adapters.db.engine import make_probe
from studio_app.adapters.db.trouble import trouble_of
from studio_app.core.errors import Trouble, disk_trouble

LEAST_BYTES = 8 << 20
"""Less free space than that is none: a checkpoint alone may need half of it."""

_EVERY = 2.0  # seconds between two looks
_FRESH = 1.0  # seconds for which a look counts
_PATIENCE = 3.0  # seconds after which a database that says nothing does not answer
_TRIAL_BYTES = 256 << 10

_log = logging.getLogger(__name__)


class Watch:
    """Whether this process can store anything, and if not, why. `look` works at once; `start` looks by itself.

    Nothing is refused because of what stands here: each use case finds out for itself, so all goes on by itself.
    """

    def __init__(self, url: str, folder: Path, *, every: float = _EVERY, patience: float = _PATIENCE) -> None:
        """`url` is the database's, `folder` where files are kept; seconds from look to look, and for each at most."""
        self._engine = make_probe(url, patience=patience)
        self._folder = folder
        self._every = every
        self._patience = patience
        self._eyes = ThreadPoolExecutor(1, thread_name_prefix="watch")
        self._lock = threading.Lock()
        self._looking: Future[Trouble | None] | None = None
        self._looked = 0.0
        self._trouble: Trouble | None = None
        self._met = False  # a use case was refused since all went well: only a trial tells that it is over
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def trouble(self) -> Trouble | None:
        """What was last seen."""
        return self._trouble

    def noticed(self, trouble: Trouble) -> None:
        """A use case could not be run because of that."""
        self._met = True
        self._tell(trouble)

    async def ask(self) -> Trouble | None:
        """How it stands now: a look for all who ask at the same time, and for those who ask right after."""
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._look())), self._patience * 2)
        except TimeoutError:
            self._tell(Trouble.SILENT)
            return self._trouble

    def look(self) -> Trouble | None:
        """The same, blocking."""
        try:
            return self._look().result(self._patience * 2)
        except TimeoutError:
            self._tell(Trouble.SILENT)
            return self._trouble

    def start(self) -> None:
        """Look by itself from now on; returns at once."""
        if self._thread is None:
            self._closing.clear()
            self._thread = threading.Thread(target=self._keep_looking, name="watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=self._patience * 3)
            self._thread = None
        self._eyes.shutdown(wait=False, cancel_futures=True)

    def _keep_looking(self) -> None:
        while not self._closing.wait(self._every):
            try:
                self.look()
            except Exception:
                _log.exception("nobody can tell whether anything is stored")

    def _look(self) -> "Future[Trouble | None]":
        with self._lock:
            known = self._looking
            if known is None or (known.done() and time.monotonic() - self._looked > _FRESH):
                known = self._looking = self._eyes.submit(self._see)
            return known

    def _see(self) -> Trouble | None:
        met, self._met = self._met, False
        try:
            found = self._disk(trial=met) or self._database(trial=met)
            self._met = self._met or (met and found is not None)
            self._tell(found)
            return self._trouble
        finally:
            self._looked = time.monotonic()

    def _tell(self, found: Trouble | None) -> None:
        if found == self._trouble:
            return
        self._trouble = found
        if found is None:
            _log.warning("everything is stored again")
        else:
            _log.error("nothing can be stored: %s", found.value)

    def _disk(self, *, trial: bool) -> Trouble | None:
        try:
            space = os.statvfs(self._folder)
            if space.f_bavail * space.f_frsize < LEAST_BYTES:
                return Trouble.DISK
            if trial:
                _write_a_file(self._folder / f".trial-{os.getpid()}")
        except FileNotFoundError:  # nothing is kept there yet
            return None
        except OSError as error:
            return disk_trouble(error)
        return None

    def _database(self, *, trial: bool) -> Trouble | None:
        look = _ON[self._engine.dialect.name]
        try:
            with self._engine.begin() as connection:
                return look(connection, trial)
        except Exception as error:
            found = trouble_of(error)
            if found is None:
                _log.exception("the database does not answer")
            return found or Trouble.SILENT


def _write_a_file(path: Path) -> None:
    try:
        with path.open("wb") as file:
            file.write(bytes(_TRIAL_BYTES))
            file.flush()
            os.fsync(file.fileno())
    finally:
        path.unlink(missing_ok=True)


def _look_at_file(connection: Connection, trial: bool) -> Trouble | None:
    """A writer's lock, and after trouble a commit that changes nothing but has to be written."""
    if trial:
        version = connection.execute(text("PRAGMA user_version")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {int(version)}")
    return None


def _look_at_server(connection: Connection, trial: bool) -> Trouble | None:
    """A writer's turn, and after trouble a table that takes space and is gone with the transaction."""
    if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
        return Trouble.READ_ONLY
    if trial:
        trial_table = (
            "CREATE TEMP TABLE trial ON COMMIT DROP AS SELECT repeat(md5(n::text), 250) FROM generate_series(1, 64) n"
        )
        connection.execute(text(trial_table))
    return None


_ON: dict[str, Callable[[Connection, bool], Trouble | None]] = {
    "sqlite": _look_at_file,
    "postgresql": _look_at_server,
}
