"""A running production server, as tests know it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Server:
    """The process that `make run` starts; it can be killed and started again on the same data."""

    def __init__(self, environment: Mapping[str, str], log: Path, *, port: int) -> None:
        self._environment = dict(environment)
        self._log = log
        self._health = f"http://127.0.0.1:{port}/health"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the supervisor."""
        assert self._process is not None
        return self._process.pid

    def worker(self) -> int | None:
        """The process that serves; None while there is none."""
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            return int(children[0]) if children else None
        return None

    def start(self, *, seconds: float) -> None:
        """Return once it is healthy. Raises TimeoutError, with the end of the log."""
        with self._log.open("a") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "studio_app", "serve"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._healthy():
                return
            time.sleep(0.3)
        raise TimeoutError(f"the server did not come up:\n{self._log.read_text()[-3000:]}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it; whoever does not listen within 20 seconds is killed."""
        if self._process is None:
            return
        for last in (how, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, last)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
                break

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(self._health, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@dataclass(frozen=True)
class Site:
    """A running production server."""

    url: str
    port: int  # of the server itself, whatever line leads to it
    data: Path
    log: Path
    sign_ins: dict[str, tuple[str, str]]  # role: (e-mail, password)
    server: Server
    sessions: list[str] = field(default_factory=list)  # cookies of everybody who has signed in
