"""Whether a studio can be kept where the settings say; what can't is refused in one sentence, before anything is done.

Looked at is also a database: one that a newer version made, or another program, is left as it is.
"""

import os
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, NullPool, create_engine, inspect, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from studio_app.adapters.db.revisions import chain, revision_of
from studio_app.core.refusal import Refusal

_ANSWER_SECONDS = 10


def check_database(data_dir: Path, url: str) -> str:
    """The revision at which the database at `url` stands, empty for a new one.

    Raises Refusal unless `data_dir` can be written to, and the database is empty or of this product.
    """
    _check_folder(data_dir)
    database = make_url(url)
    if database.get_backend_name() == "sqlite":
        path = Path(database.database or "")
        if not path.exists():
            _check_folder(path.parent)
            return ""
        if not os.access(path, os.R_OK | os.W_OK):
            raise Refusal(f"the database {path} can't be written to by this user: change its owner or its rights")
        # read as it is: opening it in the ordinary way would already write to it
        address = f"file:{quote(str(path))}?mode=ro"
        engine = create_engine(
            "sqlite://", hide_parameters=True, creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
        )
        return _revision(str(path), engine)
    options = {"connect_timeout": _ANSWER_SECONDS}
    return _revision(
        _place(database), create_engine(database, hide_parameters=True, connect_args=options, poolclass=NullPool)
    )


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as refused:
        reason = os.strerror(refused.errno or 0).lower()
        raise Refusal(f"the data folder {folder.resolve()} can't be written to: {reason}") from None


def _revision(name: str, engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            revision, tables = revision_of(connection), inspect(connection).get_table_names()
    except DBAPIError as failed:
        reason = " ".join(str(failed.orig).split())
        raise Refusal(f"the database {name} does not answer as one of studio_app: {reason}") from None
    if revision and revision not in chain():
        raise Refusal(
            f"the database {name} stands at “{revision}”, which this version of studio_app does not know: "
            "a newer version made it, or another program; it has been left as it is"
        )
    if tables and not revision:
        raise Refusal(f"the database {name} belongs to another program; it has been left as it is")
    return revision


def _place(database: URL) -> str:
    """The address without the password."""
    return f"{database.database} at {database.host or 'localhost'}:{database.port or 5432}"
