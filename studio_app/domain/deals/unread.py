"""Reactions and a use case: what the manager of a deal has not seen yet of the client's doings."""

from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

CLIENT_ACTS = (
    "deal.created",
    "lead.joined",
    "message.received",
    "brief.seen",
    "brief.saved",
    "brief.submitted",
    "proposal.seen",
    "proposal.chosen",
    "proposal.accepted",
    "proposal.declined",
    "contract.seen",
    "contract.signed",
    "requisites.saved",
    "invoice.seen",
    "payment.recorded",
    "document.link_asked",
)
"""Events by which a client may have done something that the manager has not looked at."""


def mark_unread(work: Work, event: TimelineEvent) -> None:
    """Reaction to acts of the client: the card says that there is something new to see."""
    if event.actor_kind not in {ActorKind.CLIENT, ActorKind.PROVIDER} or not event.deal_id:
        return
    deal = work.session.get(Deal, event.deal_id)
    if deal is not None:
        deal.unread = True


def mark_written(work: Work, event: TimelineEvent) -> None:
    """Reaction to message.received: the client has written, and the mailbox or the bot has brought it in."""
    deal = work.session.get(Deal, event.deal_id) if event.deal_id else None
    if deal is not None:
        deal.unread = True


def mark_read(work: Work, *, deal_id: str) -> None:
    """The manager of the deal has opened it; records deal.read. Nothing for anybody else, and none twice."""
    deal = work.session.get(Deal, deal_id)
    if deal is not None and deal.unread and deal.manager_id == work.actor.id:
        deal.unread = False
        record(work, "deal.read", deal_id=deal.id)
