"""A small pool of processes that make PDFs: started at need, watched by the clock, replaced when worn."""

import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, cast

from studio_app.adapters.pdf.worker import HEADER, OK, write_frame
from studio_app.core.errors import StudioError

_ROOT = Path(__file__).parent.parent.parent.parent
_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH")
_LIFE = 200  # documents a process makes before a fresh one takes its place


class PdfFailed(StudioError):
    """The document could not be made into a PDF: over its limits, or refused what it wanted to load."""

    code = "pdf_failed"
    status = 503


class WorkerPool:
    """At most `size` processes; each document gets `seconds` of time and `megabytes` of address space."""

    def __init__(self, *, size: int = 2, seconds: int = 20, megabytes: int = 1024) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._closed = False

    def pdf(self, html: bytes) -> bytes:
        """The PDF of `html`; waits for a free process. Raises PdfFailed."""
        with self._free:
            worker = self._take()
            healthy = False
            try:
                answer = worker.pdf(html, deadline=time.monotonic() + self._seconds)
                healthy = True
            finally:
                self._give_back(worker, healthy=healthy)
        return answer

    def warm(self) -> None:
        """Start a process ahead of the first document."""
        with self._lock:
            if not self._idle and not self._closed:
                self._idle.append(self._start())

    def close(self) -> None:
        """End the processes; those at work end when they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.stop()

    def _take(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise PdfFailed
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.stop()
            return self._start()

    def _give_back(self, worker: "_Worker", *, healthy: bool) -> None:
        with self._lock:
            if healthy and worker.made < _LIFE and not self._closed:
                self._idle.append(worker)
                return
        worker.stop()

    def _start(self) -> "_Worker":
        return _Worker(megabytes=self._megabytes, seconds=self._seconds)


class _Worker:
    """One process, with pipes to it."""

    def __init__(self, *, megabytes: int, seconds: int) -> None:
        self.made = 0
        # the process sees no secret of ours, and no lock or socket is inherited
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", "studio_app.adapters.pdf.worker", str(megabytes), str(seconds)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=True,
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def pdf(self, html: bytes, *, deadline: float) -> bytes:
        stdin, stdout = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        try:
            write_frame(stdin, OK, html)  # pyright: ignore[reportArgumentType]  a pipe is a binary stream
        except OSError as error:
            raise PdfFailed from error
        status, length = HEADER.unpack(_read(stdout.fileno(), HEADER.size, deadline))
        body = _read(stdout.fileno(), length, deadline)
        self.made += 1
        if status != OK:
            raise PdfFailed(reason=body.decode(errors="replace"))
        return body

    def stop(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _read(descriptor: int, length: int, deadline: float) -> bytes:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    parts = bytearray()
    while len(parts) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise PdfFailed(reason="out of time")
        part = os.read(descriptor, length - len(parts))
        if not part:
            raise PdfFailed(reason="the process ended")
        parts += part
    return bytes(parts)
