"""A session that keeps every row it has read until it is closed."""

from typing import Any

from sqlalchemy import event
from sqlmodel import Session

_KEPT = "kept_rows"


class KeepingSession(Session):
    """Reads each row once a transaction: use cases ask for the same few rows by their ids again and again.

    A plain session forgets a row as soon as nobody else holds it, and the next `get` reads it anew.
    """


@event.listens_for(KeepingSession, "loaded_as_persistent")
@event.listens_for(KeepingSession, "pending_to_persistent")
def _keep(session: KeepingSession, row: Any) -> None:
    session.info.setdefault(_KEPT, []).append(row)
