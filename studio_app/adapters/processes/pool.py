"""The one pool of limited processes: started at need, watched by the clock, replaced when worn or dead."""

import asyncio
import atexit
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from studio_app.adapters.processes.child import ChildProcess, Job, WorkFailed
from studio_app.core.errors import StudioError

T = TypeVar("T")
OnProgress = Callable[[int], object]
_LIFE = 200  # jobs of one process before a fresh one takes its place
_NARROW = frozenset({"tables", "letters"})
_QUEUE = 32  # jobs of one lane that may wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[T]):
    """A kind of work. `entry` ("module:function") is called in the process with the bytes and the arguments.

    It yields the parts that `whole` puts together here; those of `errors` that it raises are raised here.
    `lane` is who waits for whom, `ready` ("module:function") loads what the entry needs ahead of the first job.
    `seconds` by the clock; of processor time as many, or `processor`, where a busy machine shall not decide.
    """

    entry: str
    whole: Callable[[Iterator[bytes]], T]
    lane: str
    seconds: int
    processor: int = 0
    errors: tuple[type[StudioError], ...] = ()
    ready: str = ""


class ProcessPool:
    """At most `size` processes of `megabytes` of address space each.

    `narrow` lanes have one process less at most, so that a long reading never keeps everybody waiting.
    """

    def __init__(self, *, size: int = 2, megabytes: int = 1024, narrow: frozenset[str] = _NARROW) -> None:
        self._size, self._megabytes, self._narrow = size, megabytes, narrow
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[ChildProcess] = []
        self._busy: set[ChildProcess] = set()
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._waiting: dict[str, int] = {}
        self._closed = False
        atexit.register(self.close)

    def run(self, task: Task[T], raw: bytes, *, on_progress: OnProgress | None = None, **arguments: Any) -> T:
        """What the task makes of `raw`; waits for a free process. Raises WorkFailed and the task's errors.

        `on_progress` hears from time to time how many rows have been read.
        """
        return self.submit(task, raw, on_progress=on_progress, **arguments).result()

    async def ask(self, task: Task[T], raw: bytes, *, on_progress: OnProgress | None = None, **arguments: Any) -> T:
        """`run` for the event loop, on which `on_progress` is called."""
        loop = asyncio.get_running_loop()
        heard = None if on_progress is None else partial(loop.call_soon_threadsafe, on_progress)
        return await asyncio.wrap_future(self.submit(task, raw, on_progress=heard, **arguments))

    def submit(
        self, task: Task[T], raw: bytes, *, on_progress: OnProgress | None = None, **arguments: Any
    ) -> "Future[T]":
        """The job, queued. Raises WorkFailed where too many wait."""
        job = Job(entry=task.entry, raw=raw, arguments=arguments, seconds=task.processor or task.seconds)
        with self._lock:
            if self._closed:
                raise WorkFailed("closed")
            if self._waiting.get(task.lane, 0) >= _QUEUE:
                raise WorkFailed("busy")
            self._waiting[task.lane] = self._waiting.get(task.lane, 0) + 1
            return self._lane(task.lane).submit(self._do, task, job, on_progress)

    def warm(self, task: Task[Any]) -> None:
        """Start a process that is ready for the task, unless one is there; returns at once."""
        with self._lock:
            if not self._closed:
                self._lane(task.lane).submit(self._warm, task)

    def close(self) -> None:
        """End the processes; whoever waits for one hears WorkFailed."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for child in self._busy:
                child.kill()
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.shutdown(wait=False, cancel_futures=True)
        for child in idle:
            child.stop()
        atexit.unregister(self.close)

    def _lane(self, name: str) -> ThreadPoolExecutor:
        if name not in self._lanes:
            width = max(1, self._size - (name in self._narrow))
            self._lanes[name] = ThreadPoolExecutor(width, thread_name_prefix=name)
        return self._lanes[name]

    def _do(self, task: Task[T], job: Job, on_progress: OnProgress | None) -> T:
        try:
            with self._free:
                child = self._take(task.lane)
                try:
                    parts = child.parts(
                        job, errors=_by_code(task), on_progress=on_progress, deadline=time.monotonic() + task.seconds
                    )
                    made = task.whole(parts)
                    for _ in parts:  # to the end: the next job begins with a clean pipe
                        pass
                finally:
                    self._give_back(child, task)
                return made
        finally:
            with self._lock:
                self._waiting[task.lane] -= 1

    def _warm(self, task: Task[Any]) -> None:
        with self._free, self._lock:
            if not self._closed and not any(child.lane == task.lane for child in self._idle):
                self._idle.append(self._start(task))

    def _take(self, lane: str) -> ChildProcess:
        """The process that did such work last; rather a fresh one than one that is ready for something else."""
        with self._lock:
            if self._closed:
                raise WorkFailed("closed")
            for child in [child for child in self._idle if not child.alive]:
                self._idle.remove(child)
                child.stop()
            found = next((child for child in reversed(self._idle) if child.lane == lane), None)
            if found is None and self._idle and len(self._idle) + len(self._busy) >= self._size:
                found = self._idle[0]
            if found is None:
                found = ChildProcess(lane=lane, megabytes=self._megabytes)
            else:
                self._idle.remove(found)
            found.lane = lane
            self._busy.add(found)
            return found

    def _give_back(self, child: ChildProcess, task: Task[Any]) -> None:
        with self._lock:
            self._busy.discard(child)
            if child.fit and child.done < _LIFE and not self._closed:
                self._idle.append(child)
                return
            if task.ready and not self._closed:  # the next one need not wait for a process to be made
                self._idle.append(self._start(task))
        child.stop()

    def _start(self, task: Task[Any]) -> ChildProcess:
        child = ChildProcess(lane=task.lane, megabytes=self._megabytes)
        if task.ready:
            child.prepare(task.ready)
        return child


def _by_code(task: Task[Any]) -> Mapping[str, type[StudioError]]:
    return {error.code: error for error in task.errors}
