"""Use cases: how far an outside source has been read."""

from studio_app.domain.leads.models import Cursor
from studio_app.domain.work import Work


def cursor(work: Work, *, name: str) -> str:
    """Query: the place in the source `name`; empty before it was read at all."""
    row = work.session.get(Cursor, name)
    return row.value if row else ""


def move_cursor(work: Work, *, name: str, value: str) -> None:
    """Remember the place; safe to repeat."""
    work.session.merge(Cursor(name=name, value=value))
