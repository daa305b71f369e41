"""What a person decides about an uncertain lead: a new deal, a known client's, part of a deal in progress, spam."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from studio_app.core.alphabet import alphabetical
from studio_app.core.errors import NotFound, Stale
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.clients.directory import contact_at
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.files.service import Quota
from studio_app.domain.leads.attachments import give_files_to_deal, take_files_from_deal
from studio_app.domain.leads.intake.defaults import channel_of
from studio_app.domain.leads.intake.doubts import Doubt, doubts_about, look_up
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.making import content_of, make_deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import hold, join
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import query_words
from studio_app.domain.studio.models import Channel
from studio_app.domain.timeline.events.leads import LeadJoined, LeadRejected, LeadRestored, LeadSplit
from studio_app.domain.timeline.reading import newest
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

PAGE = 50


@dataclass(frozen=True, slots=True)
class IncomingLead:
    """A lead that waits for a decision (or was called spam), with the reasons and the channel it came by."""

    id: str
    name: str
    email: str
    phone: str
    company: str
    message: str
    channel_ru: str
    channel_en: str
    received_at: datetime
    doubts: tuple[Doubt, ...]
    is_spam: bool
    reach: Mapping[str, str]  # by client proposed beside another of the same name: their address


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """A page's worth, the newest first; how many wait in all, and how many are spam."""

    rows: tuple[IncomingLead, ...]
    waiting: int
    spam: int


@dataclass(frozen=True, slots=True)
class Target:
    """A client that a lead can be given to by hand, and its newest deals."""

    client_id: str
    client: str
    deal_id: str = ""
    deal_number: int = 0
    title: str = ""


def incoming_page(work: Work, *, spam: bool = False, limit: int = PAGE) -> IncomingPage:
    """Query: what waits for a decision, or what was called spam."""
    state = LeadState.SPAM if spam else LeadState.INCOMING
    rows = work.session.exec(select(Lead).where(Lead.state == state).order_by(col(Lead.id).desc()).limit(limit)).all()
    channels = {source: channel_of(work, source) for source in {row.source for row in rows}}
    reach = _reach(work, rows)
    return IncomingPage(
        rows=tuple(_view(row, channels[row.source], reach) for row in rows),
        waiting=incoming_count(work),
        spam=_count(work, LeadState.SPAM),
    )


def incoming_count(work: Work) -> int:
    """Query: how many leads wait for a decision."""
    return _count(work, LeadState.INCOMING)


def find_targets(work: Work, *, text: str, limit: int = 8) -> tuple[Target, ...]:
    """Query: deals that contain every word of `text`, the newest first; none for an empty one."""
    words = query_words(text)
    if not words:
        return ()
    query = select(Deal, Client.name).join(Client, col(Client.id) == col(Deal.client_id))
    query = query.where(col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=words)))
    found = work.session.exec(query.order_by(col(Deal.created_at).desc()).limit(limit))
    return tuple(Target(deal.client_id, name, deal.id, deal.number, deal.title) for deal, name in found)


def accept_lead_as_deal(work: Work, *, lead_id: str, client_id: str = "", quota: Quota | None = None) -> str:
    """Make the deal of an incoming lead, of a new client or of `client_id`; its id. Raises Stale, NotFound.

    What it has brought comes along as far as `quota` leaves room.
    """
    require(work, Permission.EDIT_DEALS)
    lead = _undecided(work, lead_id)
    if client_id and work.session.get(Client, client_id) is None:
        raise NotFound
    deal_id = make_deal(work, lead, client_id=client_id, is_new_client=not client_id)
    give_files_to_deal(work, lead_id=lead_id, deal_id=deal_id, quota=quota)
    return deal_id


def join_lead_to_deal(work: Work, *, lead_id: str, deal_id: str, quota: Quota | None = None) -> None:
    """What came in belongs to a deal in progress; records lead.joined with its words. Raises Stale, NotFound."""
    require(work, Permission.EDIT_DEALS)
    lead, deal = _undecided(work, lead_id), get_deal(work, deal_id)
    client = work.session.get_one(Client, deal.client_id)
    if lead.email or lead.phone:
        contact_at(work, client, name=lead.name, email=lead.email, phone=lead.phone)
    give_files_to_deal(work, lead_id=lead.id, deal_id=deal.id, quota=quota)
    join(work, lead, deal_id=deal.id)


def split_lead(work: Work, *, lead_id: str) -> None:
    """A lead that was added to a deal waits for a decision again, with its conversation and files.

    Records lead.split. Raises Stale where it is not part of a deal, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    lead = work.session.get(Lead, lead_id, with_for_update=True)
    if lead is None:
        raise NotFound
    deal_id = lead.deal_id
    if lead.state is not LeadState.DEAL or deal_id is None or not _was_joined(work, lead, deal_id):
        raise Stale
    files = take_files_from_deal(work, lead_id=lead.id, deal_id=deal_id)
    lead.deal_id = None
    record(work, LeadSplit(deal_id=deal_id, lead_id=lead.id, name=lead.name, files=files))
    content = content_of(lead)
    hold(work, lead, doubts_of(lead.doubts) or doubts_about(work, content, look_up(work, content)))


def reject_lead(work: Work, *, lead_id: str) -> None:
    """Advertising or a mistake: out of sight, not deleted; records lead.rejected. Raises Stale."""
    require(work, Permission.EDIT_DEALS)
    lead = _undecided(work, lead_id)
    lead.state = LeadState.SPAM
    record(work, LeadRejected(lead_id=lead.id))


def restore_lead(work: Work, *, lead_id: str) -> None:
    """Back to where it is decided about; records lead.restored. Raises Stale."""
    require(work, Permission.EDIT_DEALS)
    lead = work.session.get(Lead, lead_id, with_for_update=True)
    if lead is None or lead.state is not LeadState.SPAM:
        raise Stale
    lead.state = LeadState.INCOMING
    record(work, LeadRestored(lead_id=lead.id))


def doubts_of(stored: list[dict[str, Any]]) -> tuple[Doubt, ...]:
    """The doubts that a lead's row keeps."""
    return tuple(Doubt(**one) for one in stored)


def _was_joined(work: Work, lead: Lead, deal_id: str) -> bool:
    joined = newest(work, LeadJoined, deal_id=deal_id)
    return any(one.event.lead_id == lead.id for one in joined)


def _reach(work: Work, leads: Sequence[Lead]) -> Mapping[str, str]:
    """By client of those proposed for a lead beside another of the same name: an address that tells them apart."""
    namesakes: set[str] = set()
    for lead in leads:
        clients = {doubt.client_id: doubt.client for doubt in doubts_of(lead.doubts) if doubt.client_id}
        names = Counter(alphabetical(name) for name in clients.values())
        namesakes |= {client_id for client_id, name in clients.items() if names[alphabetical(name)] > 1}
    if not namesakes:
        return {}
    contacts = select(Contact).where(col(Contact.client_id).in_(namesakes))
    rows = work.session.exec(contacts.order_by(col(Contact.is_primary), col(Contact.id).desc()))
    return {row.client_id: row.email or row.phone for row in rows if row.email or row.phone}


def _undecided(work: Work, lead_id: str) -> Lead:
    lead = work.session.get(Lead, lead_id, with_for_update=True)
    if lead is None:
        raise NotFound
    if lead.state is not LeadState.INCOMING:  # a colleague was quicker
        raise Stale
    return lead


def _count(work: Work, state: LeadState) -> int:
    return work.session.exec(select(func.count()).select_from(Lead).where(Lead.state == state)).one()


def _view(row: Lead, channel: Channel, reach: Mapping[str, str]) -> IncomingLead:
    doubts = doubts_of(row.doubts)
    return IncomingLead(
        id=row.id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        company=row.company,
        message=row.message,
        channel_ru=channel.name_ru,
        channel_en=channel.name_en,
        received_at=row.received_at,
        doubts=doubts,
        reach={doubt.client_id: reach[doubt.client_id] for doubt in doubts if doubt.client_id in reach},
        is_spam=row.state is LeadState.SPAM,
    )
