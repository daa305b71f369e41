"""What a set holds, written down in it: versions, counts, and the size and SHA-256 of every file."""

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
DATABASE_FILE = "studio.db"
DATABASE_DUMP = "studio.dump"
KEY = "secret.key"
FILES = "files"
FORMAT = 1
_CHUNK = 1 << 20


class NotASet(Exception):
    """The folder holds no back-up that is whole."""


class Refused(Exception):
    """A back-up or a restoration that cannot be done, in a sentence for whoever asked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a set, by its path in it."""

    path: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A set as it was made. `missing` are files that the database names and the disk had lost before."""

    format: int
    made_at: str  # ISO 8601, UTC
    program: str
    database: str  # sqlite or postgresql
    revision: str
    key_mark: str  # tells whether a key is the one of this studio, and nothing else about it
    counts: dict[str, int]
    kept: tuple[Kept, ...]
    missing: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Put it into the set, to the disk itself."""
        path = folder / NAME
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")
        sync(path)

    @staticmethod
    def read(folder: Path) -> "Manifest":
        """The manifest of the set in `folder`. Raises NotASet."""
        try:
            known = json.loads((folder / NAME).read_text())
            kept = tuple(Kept(**one) for one in known.pop("kept"))
            found = Manifest(**{**known, "kept": kept, "missing": tuple(known["missing"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise NotASet(f"{folder} holds no whole back-up: {type(error).__name__}") from error
        if found.format != FORMAT:
            raise NotASet(f"{folder} was made by another version of the program (format {found.format})")
        return found


def key_mark(key: bytes) -> str:
    """A mark by which a secret key is recognised."""
    return hmac.new(key, b"studio_app back-up", hashlib.sha256).hexdigest()


def describe(folder: Path, path: Path) -> Kept:
    """A file of the set, read once."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Kept(path.relative_to(folder).as_posix(), size, digest.hexdigest())


def sync(path: Path) -> None:
    """Bring a file or folder to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
