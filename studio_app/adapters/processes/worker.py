"""The process that works under limits: reads jobs from standard input, answers on standard output.

Run as `python -m studio_app.adapters.processes.worker MEGABYTES`. It ends when its input does, and
with the server even when that is killed.
"""

import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from studio_app.adapters.child_processes import end_with_parent
from studio_app.adapters.processes import progress
from studio_app.adapters.processes.frames import (
    COUNT,
    DONE,
    FAILED,
    JOB,
    LAST,
    PART,
    REFUSED,
    read_frame,
    write_frame,
)
from studio_app.core.errors import StudioError

OUT_OF_MEMORY = b"memory"
_NICE = 10
_SWOLLEN = 250 << 20  # bytes of memory that a process may hold after its job and still go on


def main() -> None:
    """Serve until the input ends. A job over its limits ends the process; the pool starts another."""
    end_with_parent()
    megabytes = int(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our input
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing a library prints may look like an answer
    while (frame := read_frame(source)) is not None:
        status, body = frame
        if status != JOB:
            _prepare(body.decode())
            continue
        job, (_, raw) = json.loads(body), read_frame(source) or (b"", b"")
        progress.listen(lambda rows: write_frame(answers, COUNT, str(rows).encode()))
        if not _answer(answers, job, raw):
            return


def _answer(answers: BinaryIO, job: dict[str, Any], raw: bytes) -> bool:
    """Do one job; False when the process should end after it."""
    _allow(int(job["seconds"]))
    try:
        parts: Iterable[bytes] = _entry(job["entry"])(raw, **job["arguments"])
        for part in parts:
            write_frame(answers, PART, part)
    except MemoryError:
        write_frame(answers, FAILED, OUT_OF_MEMORY)
        return False
    except StudioError as error:
        refusal = {"code": error.code, "params": error.params}
        write_frame(answers, REFUSED, json.dumps(refusal, default=str).encode())
        return True
    except BaseException as error:  # whatever the job did, the pool hears of it
        write_frame(answers, FAILED, f"{type(error).__name__}: {error}".encode()[:500])
        return True
    swollen = _resident() > _SWOLLEN
    write_frame(answers, LAST if swollen else DONE)
    return not swollen


def _prepare(entry: str) -> None:
    """Load what a task needs, so that the first one need not wait for it; what fails now fails again then."""
    try:
        _entry(entry)()
    except Exception as error:
        print(f"a worker is not ready for {entry}: {error}", file=sys.stderr)  # noqa: T201  the server's log


def _entry(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _allow(seconds: int) -> None:
    # the clock of the pool kills a hanging job; this ends it even when the pool is gone
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _resident() -> int:
    # the kernel's own record of the most begins with what the server held when it made this process
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
