"""What a database says of itself: where it stands, how much it holds, which files it names."""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from studio_app.adapters.db.revisions import revision_of

_NAMED = """
    SELECT stored_as, sha256 FROM deal_file WHERE discarded_at IS NULL
    UNION
    SELECT stored_as, sha256 FROM attachment WHERE stored_as <> ''
        AND stored_as NOT IN (SELECT stored_as FROM deal_file WHERE discarded_at IS NOT NULL)
"""
_LETTERS = " UNION SELECT stored_as, sha256 FROM letter WHERE stored_as <> ''"


@dataclass(frozen=True, slots=True)
class DatabaseContents:
    """What a database holds at one moment."""

    revision: str
    counts: dict[str, int]  # rows by table
    named: dict[str, str]  # SHA-256 of every file whose bytes have to be there, by its name on the disk


def contents_of(connection: Connection) -> DatabaseContents:
    """Everything in the transaction of `connection`."""
    tables = sorted(inspect(connection).get_table_names())
    quote = connection.dialect.identifier_preparer.quote
    counts = {one: connection.execute(text(f"SELECT COUNT(*) FROM {quote(one)}")).scalar_one() for one in tables}  # noqa: S608  names of tables
    named = _NAMED + (_LETTERS if "letter" in tables else "")  # an older database has none
    return DatabaseContents(
        revision=revision_of(connection),
        counts=counts,
        named={str(name): str(digest) for name, digest in connection.execute(text(named))},
    )
