"""Shared commits: what waits for SQLite's one writer is run in turn, each in a savepoint, and synced to disk once."""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from studio_app.adapters.db.sessions import KeepingSession
from studio_app.adapters.db.trouble import trouble_of

R = TypeVar("R")
Done = Callable[[], None]
Call = Callable[[Session], tuple[R, Done]]
"""A transaction over a session of its own that has not begun: it commits it and returns its result,
and what is to be done as soon as that is on disk."""

_LONGEST_SECONDS = 0.02  # a shared commit takes nobody in any more after that: those who are in wait for it
_MOST = 32
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[R]):
    call: Call[R]
    future: Future[R]

    def answer(self, result: R, done: Done) -> None:
        """It is on disk."""
        try:
            done()
        except Exception:
            _log.exception("nobody was told of a change")
        self.future.set_result(result)


class SharedCommits:
    """The one thread that writes to a SQLite file.

    A sync to disk takes as long as a small transaction. A call that nobody waits behind is a transaction of its
    own; otherwise those that wait are committed together. Nobody is told of a result before it is on disk, and one
    that fails takes back what it did and nothing else.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._waiting: deque[_Waiting[object]] = deque()

    def submit(self, call: Call[R]) -> Future[R]:
        """Run `call` when it is its turn."""
        future: Future[R] = Future()
        self._waiting.append(_Waiting(call, future))  # pyright: ignore[reportArgumentType]  each answers its own kind
        self._thread.submit(self._next)
        return future

    def close(self) -> None:
        """Wait for all that was submitted."""
        self._thread.shutdown()

    def _next(self) -> None:
        first = self._take()
        if first is None:  # it went with others
            return
        try:
            if self._waiting:
                self._together(first)
            else:
                with KeepingSession(self._engine, expire_on_commit=False) as session:
                    result = first.call(session)
                first.answer(*result)
        except BaseException as error:
            self._refuse([first], error)

    def _together(self, first: _Waiting[object]) -> None:
        """Begin with `first`, take in those behind it, commit, answer them all."""
        until = time.monotonic() + _LONGEST_SECONDS
        ready: list[tuple[_Waiting[object], object, Done]] = []
        one: _Waiting[object] | None = first
        try:
            with self._engine.begin() as connection:
                while one is not None:
                    _in_savepoint(connection, one, ready)
                    more = len(ready) < _MOST and time.monotonic() < until
                    one = self._take() if more else None
        except BaseException as error:
            begun = [waiting for waiting, _, _ in ready]
            self._refuse(begun if one is None else [*begun, one], error)
            return
        for waiting, result, done in ready:
            waiting.answer(result, done)

    def _refuse(self, begun: Sequence[_Waiting[object]], error: BaseException) -> None:
        """Who has waited long for a database that cannot be written to is refused with those behind, who need not."""
        behind = [self._take() for _ in range(len(self._waiting))] if trouble_of(error) is not None else []
        # nobody is told before all are found: who hears of it may come again at once, and has waited for nothing yet
        for waiting in (*begun, *behind):
            if waiting is not None and not waiting.future.done():
                waiting.future.set_exception(error)

    def _take(self) -> _Waiting[object] | None:
        """The next one that somebody still waits for."""
        while self._waiting:
            found = self._waiting.popleft()
            if found.future.set_running_or_notify_cancel():
                return found
        return None


def _in_savepoint(
    connection: Connection, one: _Waiting[object], ready: list[tuple[_Waiting[object], object, Done]]
) -> None:
    try:
        with KeepingSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            ready.append((one, *one.call(session)))
    except BaseException as error:
        driver = connection.connection.driver_connection
        if driver is None or not driver.in_transaction:
            raise  # the database has given up the whole transaction, what others did in it too
        one.future.set_exception(error)
