"""The process that `serve` is: it starts the site, starts it again whenever it dies, and holds its port meanwhile.

It loads nothing of the product, so there is little in it that could fail or grow.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from studio_app.adapters.child_processes import start_child
from studio_app.serving.channel import SERVING, handed_down

STOP_SECONDS = 15.0
_STOPS = (signal.SIGINT, signal.SIGTERM)
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
"""For glibc: a megabyte or more goes back to the system once it is free; it would begin to keep uploads otherwise."""


def supervise(command: Sequence[str], *, stop_seconds: float = STOP_SECONDS) -> int:
    """Keep `command` running until SIGINT or SIGTERM; the exit code.

    A site that ends by itself before it has ever served has said why: then this ends, too, with the same code.
    One that does not stop within `stop_seconds` is killed.
    """
    return _Supervision(command, stop_seconds).run()


class BackOff:
    """Seconds from one start to the next, whenever sites die young: none, then 1, doubled up to 30."""

    FIRST, LONGEST, YOUNG = 1.0, 30.0, 10.0

    def __init__(self) -> None:
        self._gap = 0.0

    def pause(self, *, lived: float) -> float:
        """How long to wait now that a site has died after `lived` seconds: what it has lived counts."""
        if lived >= self.YOUNG:
            self._gap = 0.0
        pause = max(0.0, self._gap - lived)
        self._gap = min(max(self._gap * 2, self.FIRST), self.LONGEST)
        return pause


class _Supervision:
    def __init__(self, command: Sequence[str], stop_seconds: float) -> None:
        self._command = command
        self._stop_seconds = stop_seconds
        self._listener: socket.socket | None = None
        self._served = False
        self._stopping = False
        self._deadline = float("inf")  # when a site that was told to stop is killed
        self._wake, woken = socket.socketpair()
        self._wake.setblocking(False)
        woken.setblocking(False)
        self._woken = woken
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        for number in (*_STOPS, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)  # each is read from the socket, one after the other

    def run(self) -> int:
        back_off = BackOff()
        while True:
            started = time.monotonic()
            code = self._live(*self._start())
            if self._stopping:
                return 1 if code == 1 else 0
            if not self._served and code >= 0:
                return code
            pause = back_off.pause(lived=time.monotonic() - started)
            _say(f"the site has ended ({_how(code)}); it is started again{f' in {pause:.0f} s' if pause >= 1 else ''}")
            if self._pause(pause):
                return 0

    def _start(self) -> tuple["subprocess.Popen[bytes]", socket.socket]:
        ours, theirs = socket.socketpair()
        given = [one.fileno() for one in (theirs, self._listener) if one is not None]
        with theirs:
            environment = {**_MEMORY, **os.environ, **handed_down(theirs, self._listener)}
            return start_child(self._command, env=environment, pass_fds=given), ours

    def _live(self, site: "subprocess.Popen[bytes]", channel: socket.socket) -> int:
        """Be there until the site has ended; its exit code."""
        listening: list[socket.socket] = [self._wake, channel]
        with channel:
            while site.poll() is None:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    site.kill()
                    self._deadline = float("inf")
                ready, _, _ = select.select(listening, [], [], None if left == float("inf") else max(left, 0))
                if self._wake in ready and self._told_to_stop():
                    with suppress(ProcessLookupError):
                        site.terminate()
                    self._deadline = time.monotonic() + self._stop_seconds
                if channel in ready and not self._hear(channel):
                    listening.remove(channel)
        return site.returncode

    def _hear(self, channel: socket.socket) -> bool:
        """What the site says; False when it will say no more."""
        with suppress(ConnectionError):
            message, descriptors, _, _ = socket.recv_fds(channel, 64, 1)
            for descriptor in descriptors:
                if self._listener is not None:
                    self._listener.close()
                self._listener = socket.socket(fileno=descriptor)
            self._served = self._served or SERVING in message
            return bool(message)
        return False

    def _told_to_stop(self) -> bool:
        with suppress(BlockingIOError):
            if set(self._wake.recv(4096)) & set(_STOPS):
                self._stopping = True
                return True
        return False

    def _pause(self, seconds: float) -> bool:
        """Wait; True at once when it is time to stop."""
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0:
            if select.select([self._wake], [], [], left)[0]:
                self._told_to_stop()
        return self._stopping


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
