"""Use cases: a lead becomes a deal, once."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import select

from studio_app.core.checking import limited
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.team import worker
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.directory import find_or_add
from studio_app.domain.deals.naming import MAX_TITLE_LENGTH
from studio_app.domain.leads.intake.accepting import accept_lead, keep_leads
from studio_app.domain.leads.intake.content import fingerprint, normalise
from studio_app.domain.leads.intake.defaults import IntakeDefaults
from studio_app.domain.leads.intake.doubts import Doubt, DoubtReason, doubts_about, home_of, look_up
from studio_app.domain.leads.intake.first_letters import LetterLimits, count_letter, is_over
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.making import NewDeal, add_deals, announce, content_of, make_deal, newcomer
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.schemas import LeadIn, LeadReceived, NewLead
from studio_app.domain.studio.current import country
from studio_app.domain.timeline.events.leads import LeadHeld, LeadJoined
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

BY_HAND = "hand"


def receive_lead(work: Work, *, lead: LeadIn) -> LeadReceived:
    """Accept a lead and make its deal in one transaction; for those who cannot wait for the deal.

    A repeated lead gives back the first one's deal. Raises Invalid naming the field, StudioNotReady.
    """
    accepted = accept_lead(work, lead=lead)
    row = work.session.get_one(Lead, accepted.lead_id, with_for_update=True)
    deal_id = row.deal_id or make_deal(work, row)
    return LeadReceived(lead_id=row.id, deal_id=deal_id, created=accepted.created)


def open_deal(work: Work, *, lead_id: str, limits: LetterLimits | None = None) -> str | None:
    """Make the deal of an accepted lead: find or add the client, assign it; records `deal.created`.

    A lead of a client known for certain becomes part of the one deal they have in progress. A lead about
    which there is a doubt, or whose letter would be beyond the `limits`, gets none yet: it waits among the
    incoming, `lead.held` is recorded, and the answer is empty. None when the lead is settled already or
    somebody else is just at it. Raises StudioNotReady.
    """
    query = select(Lead).where(Lead.id == lead_id, Lead.state == LeadState.WAITING)
    lead = work.session.exec(query.with_for_update(skip_locked=True)).first()
    if lead is None:
        return None
    client = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip=lead.ip, user_agent=lead.user_agent))
    matches = look_up(work, content_of(lead))
    doubts = doubts_about(work, content_of(lead), matches)
    home = home_of(doubts)
    if home is not None:
        join(client, lead, deal_id=home.deal_id)
        return home.deal_id
    if not doubts and limits is not None and is_over(work, lead, limits):
        doubts = [Doubt(DoubtReason.MANY)]
    if doubts:
        hold(client, lead, doubts)
        return ""
    if limits is not None:
        count_letter(work, lead, limits)
    return make_deal(client, lead, is_new_client=not matches)


def join(work: Work, lead: Lead, *, deal_id: str) -> None:
    """What came in belongs to a deal in progress; records `lead.joined` with its words."""
    lead.deal_id, lead.state = deal_id, LeadState.DEAL
    record(work, LeadJoined(deal_id=deal_id, lead_id=lead.id, name=lead.name, text=lead.message))


def hold(work: Work, lead: Lead, doubts: Sequence[Doubt]) -> None:
    """Let a lead wait for a person's decision; records `lead.held`."""
    lead.state, lead.doubts = LeadState.INCOMING, [doubt.as_json() for doubt in doubts]
    record(work, LeadHeld(lead_id=lead.id, reasons=tuple(doubt.reason.value for doubt in doubts)))


def add_deal_by_hand(work: Work, *, lead: LeadIn, title: str = "", manager_id: str | None = None) -> LeadReceived:
    """A person of the studio enters a deal; it is theirs unless `manager_id` names somebody else.

    Raises Invalid naming the field, NotFound for a manager who is not there.
    """
    require(work, Permission.EDIT_DEALS)
    content = normalise(lead, country=country(work))
    defaults = IntakeDefaults(work)
    owner_id = manager_id or work.actor.id or defaults.workload.free()
    worker(work, owner_id)
    lead_id = work.new_id()
    client, contact = find_or_add(work, newcomer(content))
    wanted = NewDeal(
        content=content,
        client=client,
        contact=contact,
        title=limited("title", " ".join(title.split()), MAX_TITLE_LENGTH),
        manager_id=owner_id,
        channel_key=content.source or BY_HAND,
    )
    (deal,) = add_deals(work, defaults, [wanted])
    keep_leads(work, [NewLead(id=lead_id, content=content, content_hash=fingerprint(content), deal_id=deal.id)])
    announce(work, deal, lead_id=lead_id, source=content.source)
    return LeadReceived(lead_id=lead_id, deal_id=deal.id, created=True)
