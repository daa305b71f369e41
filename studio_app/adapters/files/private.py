"""What the studio keeps is for the account that runs it, and for nobody else on the machine."""

import os
from contextlib import suppress
from pathlib import Path

_FOLDERS = ("files", "pdf")
_OURS = ("studio.db*", "secret.key")


def keep_private(data: Path) -> None:
    """Make the data folder 0700 and what is in it 0600, also what an older version has made; new files begin so."""
    os.umask(0o077)
    data.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # somebody else's folder is theirs to close
        data.chmod(0o700)
        for pattern in _OURS:
            for path in data.glob(pattern):
                _close(path, 0o600)
        for name in _FOLDERS:
            for path in [data / name, *(data / name).rglob("*")]:
                _close(path, 0o700 if path.is_dir() else 0o600)


def _close(path: Path, mode: int) -> None:
    with suppress(FileNotFoundError):
        if path.stat().st_mode & 0o077:
            path.chmod(mode)
