"""Building the workspace and serving the whole product from one process on one port."""

import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from pathlib import Path

from studio_app.config import Settings

ROOT = Path(__file__).parent.parent
_DIGEST = ROOT / ".web" / "studio-build.sha256"
_BUILD = ROOT / ".web" / "build" / "client" / "index.html"
_SOURCES = ("studio_app/workspace", "studio_app/locales", "studio_app/studio_app.py", "assets", "reflex.lock")
# A thread that comes back from the database waits so long at most for a busy event loop, once a statement; the
# interpreter's own 5 ms, a dozen times over, make one writer out of a transaction that takes a few ms by itself
_SWITCH_SECONDS = 0.0005
_SOURCE_FILES = ("rxconfig.py", "requirements.txt")


class BuildFailed(RuntimeError):
    """The workspace could not be built; its output has been printed."""


class PortTaken(RuntimeError):
    """Something answers at the address already."""


def ensure_free(settings: Settings) -> None:
    """Raise PortTaken where another server listens: the two would share the port, each with half of the requests."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was in use a moment ago is free
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            if taken.errno == errno.EADDRINUSE:
                raise PortTaken from taken
            raise


def ensure_built(settings: Settings) -> bool:
    """Build the workspace unless the last build is of the same sources and address. True if it built."""
    digest = source_digest(settings)
    if _BUILD.exists() and _DIGEST.exists() and _DIGEST.read_text() == digest:
        return False
    _DIGEST.unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"]
    environment = {**_reflex_environment(), "STUDIO_PUBLIC_URL": settings.url}  # the address is part of the build
    result = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603  our own words
    if result.returncode != 0 or not _BUILD.exists():
        raise BuildFailed
    _DIGEST.write_text(digest)
    return True


def source_digest(settings: Settings) -> str:
    """SHA-256 of everything the built workspace depends on, the address it will be served at included."""
    digest = hashlib.sha256(settings.url.encode())
    for path in _source_files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def serve(settings: Settings) -> None:
    """Serve until stopped: workspace, portal, API and jobs in one worker process."""
    os.environ.update(_reflex_environment(), GRANIAN_WORKERS="1")
    os.chdir(ROOT)
    sys.setswitchinterval(_SWITCH_SECONDS)
    from reflex.utils.exec import run_backend_prod  # noqa: PLC0415  reads the environment set above
    from reflex_base.constants import Env, LogLevel  # noqa: PLC0415
    from reflex_base.environment import environment  # noqa: PLC0415

    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    run_backend_prod(settings.host, settings.port, LogLevel.WARNING, mount_frontend_compiled_app=True)


def announce_when_ready(settings: Settings, lines: Sequence[str]) -> None:
    """Print `lines` as soon as the server answers; gives up silently only when this process ends before.

    A process of its own: a waiting thread would be copied, half alive, into the server's workers.
    """
    server = os.getpid()
    if os.fork():
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, whose end is noticed here
    while os.getppid() == server:
        try:
            with urllib.request.urlopen(f"{settings.loopback}/health", timeout=5):  # noqa: S310  our own address
                print("\n" + "\n".join(lines), flush=True)
                break
        except (OSError, HTTPException):  # not there yet, or still failing
            time.sleep(0.2)
    os._exit(0)


def _reflex_environment() -> dict[str, str]:
    # node and npm stand beside the interpreter: they are installed with the requirements
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "REFLEX_USE_NPM": "1", "REFLEX_TELEMETRY_ENABLED": "false"}


def _source_files() -> Iterator[Path]:
    for source in _SOURCES:
        path = ROOT / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and file.suffix != ".pyc")
    yield from (ROOT / name for name in _SOURCE_FILES)
