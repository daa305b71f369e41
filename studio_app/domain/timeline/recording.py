"""Recording what happened: the row, and the reactions that it sets off in the same transaction."""

from typing import Any

from studio_app.domain.actors import SYSTEM
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work


def record(work: Work, kind: str, *, deal_id: str | None, **payload: Any) -> TimelineEvent:
    """Write the event `kind` (`noun.past_participle`) with a JSON payload and run its reactions.

    Reactions run in the same transaction, in the order in which `bootstrap` subscribed them, and in
    the name of the system: what follows by itself is nobody's act. Rights are checked before.
    """
    event = TimelineEvent(
        deal_id=deal_id,
        kind=kind,
        actor_kind=work.actor.kind,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        ip=work.actor.ip,
        user_agent=work.actor.user_agent[:300],
        at=work.now(),
        payload=payload,
    )
    work.session.add(event)
    work.events.append(event)
    _react(work, event)
    return event


def _react(work: Work, event: TimelineEvent) -> None:
    actor, work.actor = work.actor, SYSTEM
    try:
        for reaction in work.reactions.get(event.kind, ()):
            reaction(work, event)
    finally:
        work.actor = actor
