"""Which migrations this version of the program knows, and where a database stands, without loading Alembic."""

import ast
import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from studio_app.domain.work import Work

_VERSIONS = Path(__file__).parent.parent.parent.parent / "alembic" / "versions"
_TABLE = "alembic_version"
_TOLD = re.compile(r"^(?P<name>(?:down_)?revision)(?:: [^=\n]+)? = (?P<value>.+)$", re.MULTILINE)


@cache
def chain() -> dict[str, str | None]:
    """Every migration: its revision, and the one before it."""
    return dict(_links(path) for path in sorted(_VERSIONS.glob("*.py")))


@cache
def newest() -> str:
    """The revision that this version of the program needs; empty when there is no one that comes last."""
    last = chain().keys() - chain().values()
    return last.pop() if len(last) == 1 else ""


def knows(revision: str) -> bool:
    """Whether a database at that revision can be brought up to date: not when a newer program has made it."""
    return revision in chain()


def stands_at(work: Work) -> str:
    """Query: the revision at which the database stands; empty when it has none."""
    return revision_of(work.session.connection())


def revision_of(connection: Connection) -> str:
    """The revision at which a database stands; empty when it has none."""
    if not inspect(connection).has_table(_TABLE):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar() or ""  # noqa: S608  a fixed name


def _links(path: Path) -> tuple[str, str | None]:
    values = {found["name"]: ast.literal_eval(found["value"]) for found in _TOLD.finditer(path.read_text())}
    before = values["down_revision"]
    return str(values["revision"]), None if before is None else str(before)
