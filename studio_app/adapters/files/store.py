"""Keeps the bytes of files in a folder that no web server serves, under random names."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from studio_app.adapters.files.sniffing import HEAD, media_type
from studio_app.core.errors import StudioError, Unavailable, disk_trouble
from studio_app.domain.files.service import KeptFile, NoRoom, Quota

_CHUNK = 256 * 1024
_NAME_BYTES = 20


class FileTooLarge(StudioError):
    """More bytes than a file may have."""

    code = "file_too_large"
    status = 413


class FileTypeRefused(StudioError):
    """The content is of no kind that is kept."""

    code = "file_type"
    status = 415


class FileStore:
    """One folder; `megabytes` is how large a file may be, `free` how many must stay free on the disk."""

    def __init__(self, folder: Path, *, megabytes: int, free: int = 0, quota: Quota | None = None) -> None:
        self._folder = folder
        self._free = free
        self.megabytes = megabytes
        self.quota = quota

    @property
    def limit(self) -> int:
        """How many bytes a file may have."""
        return self.megabytes * 1024 * 1024

    def keep(self, source: BinaryIO, *, known: str = "", at_most: int = 0) -> KeptFile:
        """Store what `source` holds; of a `known` type it is not looked at (and is never shown, only saved).

        `at_most` bytes, where it is no file that somebody chose.

        Raises FileTypeRefused, FileTooLarge, Unavailable; nothing is left behind then.
        """
        head = source.read(HEAD)
        found = known or media_type(head)
        if found is None:
            raise FileTypeRefused
        stored_as = secrets.token_hex(_NAME_BYTES)
        path = self.path(stored_as)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._require_disk()
            path.touch(mode=0o600, exist_ok=False)
            size, digest = self._copy(head, source, path, at_most or self.limit)
        except BaseException as error:
            path.unlink(missing_ok=True)
            trouble = disk_trouble(error) if isinstance(error, OSError) else None
            if trouble is None:
                raise
            raise Unavailable(trouble=trouble) from error
        return KeptFile(stored_as=stored_as, media_type=found, size=size, sha256=digest)

    def _copy(self, head: bytes, source: BinaryIO, path: Path, limit: int) -> tuple[int, str]:
        """Write everything, to the disk itself; the number of bytes and their SHA-256."""
        digest, size, chunk = hashlib.sha256(), 0, head
        with path.open("wb") as target:
            while chunk:
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(megabytes=self.megabytes)
                self._require_disk()
                digest.update(chunk)
                target.write(chunk)
                chunk = source.read(_CHUNK)
            target.flush()
            os.fsync(target.fileno())
        return size, digest.hexdigest()

    def _require_disk(self) -> None:
        if self._free and shutil.disk_usage(self._folder).free < self._free << 20:
            raise NoRoom("disk", megabytes=self._free)

    def path(self, stored_as: str) -> Path:
        """Where the bytes stand."""
        return self._folder / stored_as[:2] / stored_as

    def discard(self, stored_as: str) -> None:
        """Delete the bytes; nothing when they are gone already."""
        self.path(stored_as).unlink(missing_ok=True)
