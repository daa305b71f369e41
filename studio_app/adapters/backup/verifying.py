"""Checks a set: every byte, the database itself, and that all the files it names are there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DatabaseError

from studio_app.adapters.backup.contents import contents_of
from studio_app.adapters.backup.copies import read_file, run
from studio_app.adapters.backup.manifest import (
    DATABASE_DUMP,
    DATABASE_FILE,
    FILES,
    NAME,
    Manifest,
    NotASet,
    Refused,
    describe,
)


def verify_backup(folder: Path) -> list[str]:
    """What is wrong with the set in `folder`, a sentence each; empty when it is whole."""
    try:
        manifest = Manifest.read(folder)
    except NotASet as error:
        return [str(error)]
    problems = list(_bytes(folder, manifest))
    if not problems:
        problems += _database(folder, manifest) if manifest.database == "sqlite" else _dump(folder)
    return problems


def _bytes(folder: Path, manifest: Manifest) -> Iterator[str]:
    known = {one.path: one for one in manifest.kept}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {NAME}
    for path in sorted(known.keys() - present):
        yield f"{path} is missing"
    for path in sorted(present - known.keys()):
        yield f"{path} does not belong to the set"
    for path in sorted(present & known.keys()):
        if describe(folder, folder / path) != known[path]:
            yield f"{path} is not what it was"


def _database(folder: Path, manifest: Manifest) -> Iterator[str]:
    try:
        with read_file(folder / DATABASE_FILE).connect() as connection:
            sound = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            if sound != ["ok"]:
                yield f"the database is damaged: {sound[0]}"
                return
            if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                yield "rows of the database point to rows that are not there"
            facts = contents_of(connection)
    except DatabaseError as error:
        yield f"the database cannot be opened: {error.orig}"
        return
    if (facts.revision, facts.counts) != (manifest.revision, manifest.counts):
        yield "the database is not the one that the manifest tells of"
    kept = {Path(one.path).name: one.sha256 for one in manifest.kept if one.path.startswith(f"{FILES}/")}
    for name in sorted(facts.named.keys() - set(manifest.missing)):
        if kept.get(name) != facts.named[name]:
            yield f"the database names the file {name}, and it is not in the set as it was added"


def _dump(folder: Path) -> Iterator[str]:
    program = shutil.which("pg_restore")
    if program is None:
        yield "pg_restore is needed to look into a dump of PostgreSQL, and is not installed"
        return
    try:
        run([program, "--list", str(folder / DATABASE_DUMP)], make_url("postgresql://"))
    except Refused as error:
        yield str(error)
