"""Use cases: the webhook inbox. Stored once, acknowledged at once; the stored event is its own place in the queue."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from studio_app.core.errors import NotFound
from studio_app.domain.payments.models import ProviderEvent
from studio_app.domain.payments.providers.schemas import Arrival, InboxItem
from studio_app.domain.work import Work

_AT_A_TIME = 50


def store_events(work: Work, *, arrivals: Sequence[Arrival]) -> tuple[bool, ...]:
    """Keep authentic webhooks, each once per event id of its provider; whether each was new.

    An event that concerns nothing of ours is kept as handled.
    """
    now = work.now()
    rows: list[dict[str, Any]] = [
        {
            "id": work.new_id(),
            "provider": one.provider,
            "event_id": one.event_id,
            "refs": list(one.refs),
            "body": one.body,
            "received_at": now,
            "handled_at": None if one.refs else now,
            "outcome": "" if one.refs else "ignored",
            "meta": {},
        }
        for one in arrivals
    ]
    insert = _insert(work)(ProviderEvent).values(rows).on_conflict_do_nothing(index_elements=["provider", "event_id"])
    kept = set(work.session.connection().execute(insert.returning(col(ProviderEvent.id))).scalars())
    return tuple(row["id"] in kept for row in rows)


def _insert(work: Work) -> Any:
    """The INSERT of this database that says what to do about a row which is there already."""
    if work.session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415  loads all of its drivers, too
    else:
        from sqlalchemy.dialects.sqlite import insert  # noqa: PLC0415  as above
    return insert


def waiting_events(work: Work, *, besides: frozenset[str] = frozenset()) -> tuple[InboxItem, ...]:
    """The next events to handle, oldest first, but not those in `besides`."""
    columns: list[Any] = [ProviderEvent.id, ProviderEvent.provider, ProviderEvent.refs]  # the body stays where it is
    rows = work.session.connection().execute(
        select(*columns)
        .where(col(ProviderEvent.handled_at).is_(None), col(ProviderEvent.id).not_in(besides))
        .order_by(col(ProviderEvent.received_at), col(ProviderEvent.id))
        .limit(_AT_A_TIME)
    )
    return tuple(InboxItem(row[0], row[1], tuple(row[2])) for row in rows)


def waiting_event(work: Work, *, event_id: str) -> InboxItem | None:
    """A stored event by our id while it waits. Raises NotFound."""
    row = work.session.get(ProviderEvent, event_id)
    if row is None:
        raise NotFound
    return InboxItem(row.id, row.provider, tuple(row.refs)) if row.handled_at is None else None


def mark_handled(work: Work, *, event_ids: Sequence[str], outcome: str) -> None:
    """Note what came of events."""
    handled = update(ProviderEvent).where(col(ProviderEvent.id).in_(event_ids))
    work.session.exec(
        handled.values(handled_at=work.now(), outcome=outcome[:300]), execution_options={"synchronize_session": False}
    )


def plan_sweep(work: Work) -> None:
    """Plan the next sweep over the providers: one an hour, however often this is called."""
    hour = work.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    work.jobs.enqueue(work.session, "reconcile_payments", key=f"reconcile_payments:{hour:%Y%m%d%H}", args={}, at=hour)
