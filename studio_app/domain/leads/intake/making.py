"""Deals are made of what leads say: of one, or of many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studio_app.domain.clients.directory import Newcomer, add_clients, find_or_add
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.placing import top_ranks
from studio_app.domain.deals.search_text import deal_entry
from studio_app.domain.leads.intake.accepting import keep_leads
from studio_app.domain.leads.intake.defaults import IntakeDefaults
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.schemas import LeadIn, NewLead
from studio_app.domain.studio.numbering import next_deal_numbers
from studio_app.domain.timeline.events.deals import DealCreated
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeal:
    """What is known of a deal before it is made; an empty `manager_id` leaves it to the rules of assignment."""

    content: LeadIn
    client: Client
    contact: Contact
    title: str = ""  # empty: the name of the company or person
    manager_id: str = ""
    channel_key: str = ""  # empty: of the lead's source


def make_deal(work: Work, lead: Lead, *, client_id: str = "", is_new_client: bool = False) -> str:
    """The deal of a lead: of `client_id`, else of whom its addresses belong to unless it `is_new_client`."""
    deal = _deal_of(work, lead, IntakeDefaults(work), client_id=client_id, is_new_client=is_new_client)
    announce(work, deal, lead_id=lead.id, source=lead.source, waits_since=lead.received_at)
    return deal.id


def make_deal_from_list(
    work: Work, lead: Lead, *, defaults: IntakeDefaults, is_new_client: bool = False, manager_id: str = ""
) -> Deal:
    """The deal of a lead that stood in somebody's list: nobody waits for an answer, and nothing is sent by itself."""
    deal = _deal_of(work, lead, defaults, is_new_client=is_new_client, manager_id=manager_id)
    announce(work, deal, lead_id=lead.id, source=lead.source, from_list=True)
    return deal


def make_deals_from_list(
    work: Work, leads: Sequence[NewLead], *, defaults: IntakeDefaults, manager_id: str = ""
) -> list[Deal]:
    """As `make_deal_from_list` for leads of people whom nobody knows; they are stored together with their deals."""
    people = add_clients(work, newcomers=[newcomer(lead.content) for lead in leads])
    deals = add_deals(
        work,
        defaults,
        [
            NewDeal(content=lead.content, client=client, contact=contact, manager_id=manager_id)
            for lead, (client, contact) in zip(leads, people, strict=True)
        ],
    )
    keep_leads(work, [replace(lead, deal_id=deal.id) for lead, deal in zip(leads, deals, strict=True)])
    for lead, deal in zip(leads, deals, strict=True):
        announce(work, deal, lead_id=lead.id, source=lead.content.source, from_list=True)
    return deals


def add_deals(work: Work, defaults: IntakeDefaults, wanted: Sequence[NewDeal]) -> list[Deal]:
    """The rows of new deals in their order, each at the top of the first stage. Raises StudioNotReady."""
    stage, now = defaults.first_stage, work.now()
    numbers = next_deal_numbers(work, len(wanted))  # whoever else makes deals waits until these are there
    channels = [defaults.channel(one.channel_key or one.content.source) for one in wanted]
    managers = [
        one.manager_id or defaults.manager(one.content, channel_id=channel.id)
        for one, channel in zip(wanted, channels, strict=True)
    ]
    ranks = top_ranks(work, stage_id=stage.id, count=len(wanted))
    deals = [
        Deal(
            id=work.new_id(),
            number=number,
            title=one.title or one.content.company or one.content.name,
            client_id=one.client.id,
            contact_id=one.contact.id,
            stage_id=stage.id,
            manager_id=manager_id,
            channel_id=channel.id,
            currency=defaults.currency,
            rank=rank,
            locale=one.content.locale,
            created_at=now,
            stage_since=now,
        )
        for one, channel, manager_id, number, rank in zip(wanted, channels, managers, numbers, ranks, strict=True)
    ]
    work.session.add_all(deals)
    work.session.add_all(deal_entry(deal, one.client, one.contact) for deal, one in zip(deals, wanted, strict=True))
    work.session.flush()
    defaults.workload.count_anew()
    return deals


def announce(
    work: Work, deal: Deal, *, lead_id: str, source: str, waits_since: datetime | None = None, from_list: bool = False
) -> None:
    """Record `deal.created`. `waits_since`: when somebody outside began to wait for the studio's answer."""
    record(
        work,
        DealCreated(
            deal_id=deal.id,
            lead_id=lead_id,
            number=deal.number,
            stage_id=deal.stage_id,
            manager_id=deal.manager_id,
            channel_id=deal.channel_id,
            source=source,
            waits_since=waits_since.isoformat() if waits_since else None,
            version=deal.version,
            from_list=from_list,
        ),
    )


def content_of(lead: Lead) -> LeadIn:
    """What a kept lead says."""
    return LeadIn(
        name=lead.name,
        email=lead.email,
        phone=lead.phone,
        message=lead.message,
        company=lead.company,
        source=lead.source,
        answers=lead.answers,
        locale=lead.locale,
    )


def _deal_of(
    work: Work,
    lead: Lead,
    defaults: IntakeDefaults,
    *,
    client_id: str = "",
    is_new_client: bool = False,
    manager_id: str = "",
) -> Deal:
    content = content_of(lead)
    client, contact = find_or_add(work, newcomer(content), client_id=client_id, is_new=is_new_client)
    (deal,) = add_deals(
        work, defaults, [NewDeal(content=content, client=client, contact=contact, manager_id=manager_id)]
    )
    lead.deal_id, lead.state = deal.id, LeadState.DEAL
    return deal


def newcomer(content: LeadIn) -> Newcomer:
    """Who a lead is from, in case nobody knows them."""
    return Newcomer(
        name=content.name, email=content.email, phone=content.phone, company=content.company, locale=content.locale
    )
