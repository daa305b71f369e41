"""Records what happened: one row a change, in the transaction of the change, and sets off reactions."""

from typing import Any

from studio_app.domain.deals.models import TimelineEvent
from studio_app.domain.work import Work


def record(work: Work, kind: str, *, deal_id: str | None, **payload: Any) -> TimelineEvent:
    """Write the event `kind` (`noun.past_participle`) with a JSON payload and run its reactions.

    Reactions run in the same transaction, in the order in which `bootstrap` subscribed them.
    """
    event = TimelineEvent(
        deal_id=deal_id,
        kind=kind,
        actor_kind=work.actor.kind,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        ip=work.actor.ip,
        at=work.now(),
        payload=payload,
    )
    work.session.add(event)
    work.events.append(event)
    for reaction in work.reactions.get(kind, ()):
        reaction(work, event)
    return event
