"""Puts a set in the place of an empty studio."""

import shutil
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from sqlalchemy import create_engine, inspect, make_url

from studio_app.adapters.backup.copies import run
from studio_app.adapters.backup.manifest import (
    DATABASE_DUMP,
    DATABASE_FILE,
    FILES,
    KEY,
    Manifest,
    Refused,
    key_mark,
)
from studio_app.adapters.backup.verifying import verify_backup


def restore_backup(*, url: str, data: Path, given_key: bytes, folder: Path, knows: Callable[[str], bool]) -> Manifest:
    """Files, key and database as they were, all of it or nothing. `given_key`: from the settings, empty without.

    `knows` tells whether a revision is one of ours.
    The database may stand at an older revision, and has yet to be held. Raises Refused.
    """
    if problems := verify_backup(folder):
        raise Refused("\n".join(problems))
    manifest = Manifest.read(folder)
    parsed = make_url(url)
    if parsed.get_backend_name() != manifest.database:
        raise Refused(f"this set is of {manifest.database}, and the settings name {parsed.get_backend_name()}")
    if not knows(manifest.revision):
        raise Refused(f"this set is of a newer program (database {manifest.revision}): update this one first")
    _require_empty(url, data)
    _require_key(folder, given_key, manifest)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = data / f".restoring-{token_hex(4)}"
    part.mkdir(mode=0o700)
    try:
        for kept in manifest.kept:
            target = part / kept.path
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.touch(mode=0o600)
            shutil.copyfile(folder / kept.path, target)
        if manifest.database == "postgresql":
            _load(part / DATABASE_DUMP, url)
            (part / DATABASE_DUMP).unlink()
        for name in (FILES, KEY):
            if (part / name).exists() and not (name == KEY and given_key):
                (part / name).rename(data / name)
        if manifest.database == "sqlite":  # last: without it there is no studio
            (part / DATABASE_FILE).rename(Path(parsed.database or ""))
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def _require_empty(url: str, data: Path) -> None:
    standing = [name for name in (FILES, KEY, DATABASE_FILE) if (data / name).exists()]
    if standing or any(data.glob(".restoring-*")):
        raise Refused(f"{data} is not empty: a set is restored into a new data folder only")
    if make_url(url).get_backend_name() == "sqlite":
        return
    engine = create_engine(url, hide_parameters=True)
    try:
        if inspect(engine).get_table_names():
            raise Refused("the database has tables already: a set is restored into an empty one only")
    finally:
        engine.dispose()


def _require_key(folder: Path, given: bytes, manifest: Manifest) -> None:
    key = given or ((folder / KEY).read_bytes().strip() if (folder / KEY).exists() else b"")
    if not key:
        raise Refused("this set was made with STUDIO_SECRET_KEY: set it, or no link of a client will open")
    if key_mark(key) != manifest.key_mark:
        raise Refused("STUDIO_SECRET_KEY is not the key of this studio: no link of a client would open")


def _load(dump: Path, url: str) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise Refused("pg_restore is needed to restore PostgreSQL, and is not installed")
    parsed = make_url(url)
    run([program, "--no-owner", "--single-transaction", f"--dbname={parsed.database}", str(dump)], parsed)
