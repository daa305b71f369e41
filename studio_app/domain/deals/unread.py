"""Reactions and a use case: what the manager of a deal has not seen yet of the client's doings."""

from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.clients import RequisitesSaved
from studio_app.domain.timeline.events.deals import DealCreated, DealRead
from studio_app.domain.timeline.events.documents import (
    BriefSaved,
    BriefSeen,
    BriefSubmitted,
    ContractSeen,
    ContractSigned,
    DocumentLinkAsked,
    ProposalAccepted,
    ProposalChosen,
    ProposalDeclined,
    ProposalSeen,
)
from studio_app.domain.timeline.events.invoices import InvoiceSeen
from studio_app.domain.timeline.events.leads import LeadJoined, MessageReceived
from studio_app.domain.timeline.events.money import PaymentRecorded
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

CLIENT_ACTS: tuple[type[Event], ...] = (
    DealCreated,
    LeadJoined,
    MessageReceived,
    BriefSeen,
    BriefSaved,
    BriefSubmitted,
    ProposalSeen,
    ProposalChosen,
    ProposalAccepted,
    ProposalDeclined,
    ContractSeen,
    ContractSigned,
    RequisitesSaved,
    InvoiceSeen,
    PaymentRecorded,
    DocumentLinkAsked,
)
"""Events by which a client may have done something that the manager has not looked at."""


def mark_unread(work: Work, recorded: Recorded[Event]) -> None:
    """Reaction to acts of the client: the card says that there is something new to see."""
    by_client = recorded.actor_kind in {ActorKind.CLIENT, ActorKind.PROVIDER}
    deal = work.session.get(Deal, recorded.event.deal_id) if by_client and recorded.event.deal_id else None
    if deal is not None:
        deal.unread = True


def mark_written(work: Work, recorded: Recorded[MessageReceived]) -> None:
    """Reaction to message.received: the client has written, and the mailbox or the bot has brought it in."""
    deal = work.session.get(Deal, recorded.event.deal_id) if recorded.event.deal_id else None
    if deal is not None:
        deal.unread = True


def mark_read(work: Work, *, deal_id: str) -> None:
    """The manager of the deal has opened it; records deal.read. Nothing for anybody else, and none twice."""
    deal = work.session.get(Deal, deal_id)
    if deal is not None and deal.unread and deal.manager_id == work.actor.id:
        deal.unread = False
        record(work, DealRead(deal_id=deal.id))
