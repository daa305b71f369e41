"""Use cases: the webhook inbox. Stored once, acknowledged at once, handled by a durable job."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from studio_app.core.errors import NotFound
from studio_app.domain.payments.gateway import Hint
from studio_app.domain.payments.models import ProviderEvent
from studio_app.domain.payments.schemas import InboxItem
from studio_app.domain.work import Work


def store_event(work: Work, *, provider: str, hints: Sequence[Hint], body: bytes) -> bool:
    """Keep an authentic webhook, once per event id of the provider, and plan its handling.

    True when it is new. An event that concerns nothing of ours is kept as handled.
    """
    event_id = hints[0].event_id
    known = select(ProviderEvent.id).where(ProviderEvent.provider == provider, ProviderEvent.event_id == event_id)
    if work.session.exec(known).first() is not None:
        return False
    refs = [hint.ref for hint in hints if hint.ref]
    event = ProviderEvent(
        id=work.new_id(),
        provider=provider,
        event_id=event_id,
        refs=refs,
        body=body,
        received_at=work.now(),
        handled_at=None if refs else work.now(),
        outcome="" if refs else "ignored",
    )
    try:
        with work.session.begin_nested():
            work.session.add(event)
    except IntegrityError:  # the same event came twice in the same moment
        return False
    if refs:
        work.jobs.enqueue(
            work.session, "handle_provider_event", key=f"provider_event:{event.id}", args={"event_id": event.id}
        )
    return True


def inbox_item(work: Work, *, event_id: str) -> InboxItem:
    """A stored event by our id. Raises NotFound."""
    event = work.session.get(ProviderEvent, event_id)
    if event is None:
        raise NotFound
    return InboxItem(event.id, event.provider, tuple(event.refs), event.handled_at is not None)


def mark_handled(work: Work, *, event_id: str, outcome: str) -> None:
    """Note what came of the event."""
    event = work.session.get(ProviderEvent, event_id)
    if event is None:
        raise NotFound
    event.handled_at = work.now()
    event.outcome = outcome[:300]


def plan_sweep(work: Work) -> None:
    """Plan the next sweep over the providers: one an hour, however often this is called."""
    hour = work.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    work.jobs.enqueue(work.session, "reconcile_payments", key=f"reconcile_payments:{hour:%Y%m%d%H}", args={}, at=hour)
