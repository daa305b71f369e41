"""Processes of ours that end when the one that started them does, however that one ended."""

import fcntl
import os
import select
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_VARIABLE = "STUDIO_LIFELINE"


def start_child(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    pass_fds: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start a process that calls `end_with_parent()` first thing; what can be said is what `Popen` understands by it.

    It is tied to this process, not to the thread that starts it.
    """
    line = _line()
    return subprocess.Popen(  # noqa: S603  our own words
        command,
        env={**(os.environ if env is None else env), _VARIABLE: str(line)},
        cwd=cwd,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=(line, *pass_fds),
    )


def end_with_parent() -> None:
    """From now on this process is killed as soon as the one that started it by `start_child` is gone.

    Without such a parent nothing happens. What the kernel does needs no turn of the interpreter: work that never
    lets go of it ends, too.
    """
    given = os.environ.pop(_VARIABLE, "")  # processes started from here have a parent of their own
    if not given:
        return
    line = int(given)
    os.set_inheritable(line, False)
    if hasattr(fcntl, "F_SETSIG"):
        own = os.open(f"/proc/self/fd/{line}", os.O_RDONLY | os.O_NONBLOCK)  # whom to kill is kept by each opening
        os.close(line)
        fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(own, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
        if select.select([own], [], [], 0)[0]:  # gone before anybody looked
            _end()
    else:
        threading.Thread(target=_watch, args=(line,), name="lifeline", daemon=True).start()


@cache
def _line() -> int:
    """The reading end of a pipe on which nothing is ever written.

    Only this process has the other end, which is closed in whatever it starts; a fork without a new program would
    keep it open.
    """
    reading, _ = os.pipe()
    return reading


def _watch(line: int) -> None:
    os.read(line, 1)
    _end()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
