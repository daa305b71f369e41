"""Recording what happened: the row, and the reactions that it sets off in the same transaction."""

from studio_app.domain.actors import SYSTEM
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recorded import E, Recorded
from studio_app.domain.work import Work


def record(work: Work, what: E) -> Recorded[E]:
    """Write down what happened and run its reactions.

    Reactions run in the same transaction, in the order in which `bootstrap` subscribed them, and in
    the name of the system: what follows by itself is nobody's act. Rights are checked before.
    """
    row = TimelineEvent(
        deal_id=what.deal_id,
        kind=what.kind.value,
        actor_kind=work.actor.kind,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        ip=work.actor.ip,
        user_agent=work.actor.user_agent[:300],
        at=work.now(),
        payload=what.payload(),
    )
    work.session.add(row)
    recorded = Recorded(what, row)
    work.events.append(recorded)
    _react(work, recorded)
    return recorded


def _react(work: Work, recorded: Recorded[Event]) -> None:
    actor, work.actor = work.actor, SYSTEM
    try:
        for reaction in work.reactions.get(type(recorded.event), ()):
            reaction(work, recorded)
    finally:
        work.actor = actor
