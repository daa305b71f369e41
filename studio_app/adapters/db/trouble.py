"""What an error of the driver means for everybody: the one place that knows the codes of both databases."""

import sqlite3
import sys
from collections.abc import Iterator

from sqlalchemy.exc import TimeoutError as PoolTimeout

from studio_app.core.errors import Trouble

_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.DISK,
    sqlite3.SQLITE_IOERR: Trouble.DISK,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.SILENT,
}
_PRIMARY = 0xFF  # the lower byte of an extended code of SQLite

# https://www.postgresql.org/docs/current/errcodes-appendix.html, the longest beginning counts
_POSTGRESQL = {
    "53100": Trouble.DISK,
    "58030": Trouble.DISK,  # io_error
    "55P03": Trouble.LOCKED,  # lock_not_available: lock_timeout has passed
    "40P01": Trouble.LOCKED,  # deadlock
    "25006": Trouble.READ_ONLY,
    "57014": Trouble.SILENT,  # a statement took too long
    "53": Trouble.SILENT,  # no memory, no connections left
    "57P": Trouble.SILENT,  # shut down, crashed, starting up
    "08": Trouble.SILENT,  # the connection failed
    "25P03": Trouble.SILENT,  # idle for too long in a transaction
}


def trouble_of(error: BaseException) -> Trouble | None:
    """What keeps the database from working, as `error` tells it; None for an error that is about what was asked."""
    return next((found for one in _causes(error) if (found := _known(one)) is not None), None)


def _known(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
    if "psycopg" in sys.modules and (server := _of_server(error)) is not None:
        return server
    return Trouble.SILENT if isinstance(error, PoolTimeout) else None


def _of_server(error: BaseException) -> Trouble | None:
    import psycopg  # noqa: PLC0415  loaded already: a studio on SQLite has no use for it

    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate or ""
    if not code:  # the driver itself has lost the server, or has never reached it
        return Trouble.SILENT if isinstance(error, psycopg.OperationalError) else None
    return next((_POSTGRESQL[code[:length]] for length in (5, 3, 2) if code[:length] in _POSTGRESQL), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what the driver said."""
    yield error
    driver = getattr(error, "orig", None)
    if isinstance(driver, BaseException):
        yield driver
