"""One moment of the database as a file, while others go on writing."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL, NullPool, create_engine, event, make_url, text

from studio_app.adapters.backup.contents import DatabaseContents, contents_of
from studio_app.adapters.backup.manifest import DATABASE_DUMP, DATABASE_FILE, Refused, sync


def copy_database(url: str, folder: Path) -> tuple[Path, DatabaseContents]:
    """The copy in `folder`, and what it says of itself. Raises Refused."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _copy_file(Path(parsed.database or ""), folder / DATABASE_FILE)
    return _dump_server(parsed, folder / DATABASE_DUMP)


def read_file(path: Path) -> Any:
    """An engine on a copy that is not to be changed, not even by a log beside it."""
    return create_engine(
        f"sqlite:///file:{path}?mode=ro&immutable=1&uri=true", hide_parameters=True, poolclass=NullPool
    )


def _copy_file(database: Path, target: Path) -> tuple[Path, DatabaseContents]:
    if not database.exists():
        raise Refused(f"there is no database at {database}")
    source, copy = sqlite3.connect(database), sqlite3.connect(target)
    try:
        copy.execute("PRAGMA synchronous = OFF")  # it is synced once, below
        source.backup(copy, pages=-1)  # in one go: a reader's moment, so no writer waits and nothing is begun anew
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
    finally:
        source.close()
        copy.close()
    sync(target)
    with read_file(target).connect() as connection:
        return target, contents_of(connection)


def _dump_server(url: URL, target: Path) -> tuple[Path, DatabaseContents]:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refused("pg_dump is needed to back PostgreSQL up, and is not installed (Debian: postgresql-client)")
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, isolation_level="REPEATABLE READ")
    event.listen(engine, "begin", lambda one: one.exec_driver_sql("SET TRANSACTION READ ONLY"))
    with engine.begin() as connection:  # the dump shows this very moment
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        facts = contents_of(connection)
        run([program, "--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={target}"], url)
    sync(target)
    return target, facts


def run(command: list[str], url: URL) -> None:
    """Run a program of PostgreSQL against the server of `url`. Raises Refused with its own words."""
    known = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,  # not on the command line, where everybody sees it
        "PGDATABASE": url.database,
    }
    environment = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        raise Refused(f"{Path(command[0]).name}: {done.stderr.strip()}")
