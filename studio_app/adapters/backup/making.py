"""Makes a set while people work: files first, then the database, then the files that came in between."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from studio_app import __version__
from studio_app.adapters.backup.copies import copy_database
from studio_app.adapters.backup.manifest import FILES, FORMAT, KEY, Manifest, Refused, describe, key_mark, sync


def make_backup(*, url: str, data: Path, key: bytes, now: datetime, folder: Path) -> Manifest:
    """A whole set in `folder`, which must not be there yet, or be empty. Raises Refused.

    It has another name until it is whole: what stands under its own name may be trusted.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty")
    with _unfinished(folder) as part:
        files = part / FILES
        files.mkdir(mode=0o700)
        _copy_files(data / FILES, files)
        database, facts = copy_database(url, part)
        missing = tuple(sorted(name for name in facts.named if not _copy_one(data / FILES, files, name)))
        for path in [path for path in files.rglob("*") if path.is_file() and path.name not in facts.named]:
            path.unlink()  # it came, or went, after this moment of the database
        if (data / KEY).exists():
            _copy(data / KEY, part / KEY)
        kept = tuple(describe(part, path) for path in sorted(part.rglob("*")) if path.is_file())
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(timespec="seconds"),
            program=__version__,
            database="sqlite" if database.suffix == ".db" else "postgresql",
            revision=facts.revision,
            key_mark=key_mark(key),
            counts=facts.counts,
            kept=kept,
            missing=missing,
        )
        manifest.write(part)
    return manifest


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder beside that becomes `folder` at the end, or is gone."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.unfinished-{token_hex(4)}")
    part.mkdir(mode=0o700)
    try:
        yield part
        for inner in [*(path for path in part.rglob("*") if path.is_dir()), part]:
            sync(inner)
        part.rename(folder)
        sync(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _copy_files(source: Path, target: Path) -> None:
    for path in sorted(source.glob("*/*")):
        with suppress(FileNotFoundError):  # discarded meanwhile
            _copy(path, target / path.parent.name / path.name)


def _copy_one(source: Path, target: Path, name: str) -> bool:
    """Bring a file that the database names; whether it is there."""
    path = target / name[:2] / name
    if not path.exists():
        with suppress(FileNotFoundError):
            _copy(source / name[:2] / name, path)
    return path.exists()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    target.touch(mode=0o600)
    try:
        shutil.copyfile(source, target)
    except BaseException:
        target.unlink()
        raise
    sync(target)
