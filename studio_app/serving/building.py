"""Building the workspace, unless the last build still fits."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from studio_app.config import Settings

ROOT = Path(__file__).parent.parent.parent
_DIGEST = ROOT / ".web" / "studio-build.sha256"
_BUILD = ROOT / ".web" / "build" / "client" / "index.html"
_SOURCES = ("studio_app/workspace", "studio_app/locales", "studio_app/studio_app.py", "assets", "reflex.lock")
_SOURCE_FILES = ("rxconfig.py", "requirements.txt")


class BuildFailed(RuntimeError):
    """The workspace could not be built; its output has been printed."""


def ensure_built(settings: Settings) -> bool:
    """Build the workspace unless the last build is of the same sources and address. True if it built."""
    digest = source_digest(settings)
    if _BUILD.exists() and _DIGEST.exists() and _DIGEST.read_text() == digest:
        return False
    _DIGEST.unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"]
    environment = {**reflex_environment(), "STUDIO_PUBLIC_URL": settings.url}  # the address is part of the build
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


def reflex_environment() -> dict[str, str]:
    """The environment of everything that Reflex runs."""
    # node and npm stand beside the interpreter: they are installed with the requirements
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "REFLEX_USE_NPM": "1", "REFLEX_TELEMETRY_ENABLED": "false"}


def _source_files() -> Iterator[Path]:
    for source in _SOURCES:
        path = ROOT / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and "__pycache__" not in file.parts)
    yield from (ROOT / name for name in _SOURCE_FILES)
