"""Processes that end with the one that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from studio_app.adapters.child_processes import start_child

SECONDS = 10  # within these the issue wants children gone
_CHILD = """
import sys
{before}
from studio_app.adapters.child_processes import end_with_parent
end_with_parent()
print("tied", flush=True)
{work}
"""
_PARENT = """
import sys, threading, time
from studio_app.adapters.child_processes import start_child
children = []
def start():
    for _ in range(2):
        children.append(start_child([sys.executable, "-c", sys.argv[1]]))
starting = threading.Thread(target=start)
starting.start(); starting.join()
print(*(child.pid for child in children), flush=True)
time.sleep(600)
"""
_SLEEP = "import time; time.sleep(600)"
_HOLDS_THE_INTERPRETER = 'import re; re.match("(a+)+$", "a" * 40 + "b")'


@contextmanager
def _family(child: str) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A parent and its two children, which have tied themselves; nothing of them is left afterwards."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, child], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    lines = [parent.stdout.readline() for _ in range(3)]
    pids = [int(pid) for line in lines if "tied" not in line for pid in line.split()]
    try:
        yield parent, pids
    finally:
        parent.kill()
        parent.communicate()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"  # dead; whoever adopted it has not looked yet


def _wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + SECONDS
    while not all(_gone(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.service
class TestStartTied:
    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
    @pytest.mark.parametrize("work", [_SLEEP, _HOLDS_THE_INTERPRETER])
    def test_ends_the_child_with_its_parent(self, how: signal.Signals, work: str) -> None:
        with _family(_CHILD.format(before="", work=work)) as (parent, children):
            assert not any(_gone(pid) for pid in children)  # the thread that started them has ended long ago
            parent.send_signal(how)
            _wait_until_gone(children)

    def test_ends_it_where_the_kernel_tells_nobody(self) -> None:
        child = _CHILD.format(before="import fcntl; del fcntl.F_SETSIG", work=_SLEEP)
        with _family(child) as (parent, children):
            parent.kill()
            _wait_until_gone(children)

    def test_leaves_no_line_in_the_hands_of_what_the_child_starts(self) -> None:
        seen = 'import os, sys; print("STUDIO_LIFELINE" in os.environ, len(os.listdir("/proc/self/fd")) - 1)'
        work = f"import subprocess; subprocess.run([sys.executable, '-c', {seen!r}])"
        done = start_child([sys.executable, "-c", _CHILD.format(before="", work=work)], stdout=subprocess.PIPE)
        told, _ = done.communicate(timeout=SECONDS)
        assert told.decode().splitlines()[1:] == ["False 3"]


class TestEndWithParent:
    def test_does_nothing_to_a_process_that_was_not_tied(self) -> None:
        code = _CHILD.format(before="", work="")
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "tied\n"
