"""One worker process, with pipes to it: takes a job, gives the parts of the answer, is ended at the deadline."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from studio_app.adapters.child_processes import start_child
from studio_app.adapters.processes.frames import COUNT, DONE, HEADER, JOB, LAST, PART, REFUSED, WARM
from studio_app.core.errors import StudioError

_ROOT = Path(__file__).parent.parent.parent.parent
_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH")
_LARGEST_ANSWER = 512 << 20  # bytes


class WorkFailed(StudioError):
    """A process could not do its work; `reason` is time, memory, ended, answer, busy, closed, or what it broke at."""

    code = "work_failed"
    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task with what it is about. `seconds` of processor time."""

    entry: str
    raw: bytes
    arguments: Mapping[str, Any]
    seconds: int


class ChildProcess:
    """One process. `lane` is the kind of work it did last, `done` how many jobs it has had."""

    def __init__(self, *, lane: str, megabytes: int) -> None:
        self.lane = lane
        self.done = 0
        self.fit = True
        # the process sees no secret of ours, and no lock or socket is inherited
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        command = [sys.executable, "-m", "studio_app.adapters.processes.worker", str(megabytes)]
        pipe = subprocess.PIPE
        self._process = start_child(command, cwd=_ROOT, env=environment, stdin=pipe, stdout=pipe)
        # a process that does not read must not keep us in a write: see _write
        os.set_blocking(self._in, False)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def prepare(self, entry: str) -> None:
        """Have it load what `entry` needs, before a job comes."""
        self._write(HEADER.pack(WARM, len(entry)) + entry.encode(), deadline=time.monotonic() + 1)

    def parts(
        self,
        job: Job,
        *,
        errors: Mapping[str, type[StudioError]],
        on_progress: Callable[[int], object] | None,
        deadline: float,
    ) -> Iterator[bytes]:
        """The parts of the answer as they come. Raises WorkFailed, one of `errors`. Unfit until it has ended well."""
        self.fit = False
        self.done += 1
        words = {"entry": job.entry, "seconds": job.seconds, "arguments": job.arguments}
        head = json.dumps(words).encode()
        self._write(HEADER.pack(JOB, len(head)) + head + HEADER.pack(JOB, len(job.raw)), deadline=deadline)
        self._write(job.raw, deadline=deadline)
        size = 0
        while True:
            status, length = HEADER.unpack(self._read(HEADER.size, deadline))
            size += length
            if size > _LARGEST_ANSWER:
                raise WorkFailed("answer")
            body = self._read(length, deadline)
            if status == PART:
                yield body
            elif status == COUNT:
                if on_progress is not None:
                    on_progress(int(body))
            elif status in {DONE, LAST}:
                self.fit = status == DONE
                return
            elif status == REFUSED:
                self.fit = True
                raise _typed(json.loads(body), errors)
            else:
                self.fit = body != b"memory"
                raise WorkFailed(body.decode(errors="replace"))

    def kill(self) -> None:
        """End the process at once; whoever reads its answer hears of it."""
        self._process.kill()

    def stop(self) -> None:
        """End the process; with force where it does not go by itself."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def _in(self) -> int:
        return cast("IO[bytes]", self._process.stdin).fileno()

    @property
    def _out(self) -> int:
        return cast("IO[bytes]", self._process.stdout).fileno()

    def _write(self, data: bytes, *, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _wait(self._in, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._in, view) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WorkFailed("ended") from error

    def _read(self, length: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            _wait(self._out, select.POLLIN | select.POLLHUP, deadline)
            part = os.read(self._out, length - len(parts))
            if not part:
                raise WorkFailed("ended")
            parts += part
        return bytes(parts)


def _wait(descriptor: int, events: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, events)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise WorkFailed("time")


def _typed(refusal: dict[str, Any], errors: Mapping[str, type[StudioError]]) -> StudioError:
    known = errors.get(refusal["code"])
    return WorkFailed(refusal["code"]) if known is None else known(**refusal["params"])
