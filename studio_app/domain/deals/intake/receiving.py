"""Use cases: a lead becomes a deal, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.directory import find_or_add
from studio_app.domain.deals.board.placing import top_rank
from studio_app.domain.deals.intake.accepting import accept_lead, keep_lead
from studio_app.domain.deals.intake.content import fingerprint, normalise
from studio_app.domain.deals.intake.doubts import Doubt, doubts_about, home_of
from studio_app.domain.deals.intake.routing import manager_for
from studio_app.domain.deals.intake.workload import NobodyHome, free_manager
from studio_app.domain.deals.models import Deal, Lead, LeadState
from studio_app.domain.deals.schemas import LeadIn, LeadReceived
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.studio.models import SALES, THE_STUDIO, Channel, Stage, StageKind, StageRole, Studio
from studio_app.domain.studio.numbering import next_deal_number
from studio_app.domain.timeline import record
from studio_app.domain.work import Actor, ActorKind, Work

DEFAULT_CHANNEL = "site"
BY_HAND = "hand"


def receive_lead(work: Work, *, lead: LeadIn) -> LeadReceived:
    """Accept a lead and make its deal in one transaction; for those who cannot wait for the deal.

    A repeated lead gives back the first one's deal. Raises Invalid naming the field, NobodyHome.
    """
    accepted = accept_lead(work, lead=lead)
    row = work.session.get_one(Lead, accepted.lead_id, with_for_update=True)
    deal_id = row.deal_id or make_deal(work, row)
    return LeadReceived(lead_id=row.id, deal_id=deal_id, created=accepted.created)


def open_deal(work: Work, *, lead_id: str) -> str | None:
    """Make the deal of an accepted lead: find or add the client, assign it; records `deal.created`.

    A lead of a client known for certain becomes part of the one deal they have in progress. A lead about
    which there is a doubt gets none yet: it waits among the incoming, `lead.held` is recorded, and the
    answer is empty. None when the lead is settled already or somebody else is just at it. Raises NobodyHome.
    """
    query = select(Lead).where(Lead.id == lead_id, Lead.state == LeadState.WAITING)
    lead = work.session.exec(query.with_for_update(skip_locked=True)).first()
    if lead is None:
        return None
    client = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip=lead.ip, user_agent=lead.user_agent))
    doubts = doubts_about(work, content_of(lead))
    home = home_of(doubts)
    if home is not None:
        join(client, lead, deal_id=home.deal_id)
        return home.deal_id
    if doubts:
        hold(client, lead, doubts)
        return ""
    return make_deal(client, lead)


def join(work: Work, lead: Lead, *, deal_id: str) -> None:
    """What came in belongs to a deal in progress; records `lead.joined` with its words."""
    lead.deal_id, lead.state = deal_id, LeadState.DEAL
    record(work, "lead.joined", deal_id=deal_id, lead_id=lead.id, name=lead.name, text=lead.message[:4000])


def hold(work: Work, lead: Lead, doubts: Sequence[Doubt]) -> None:
    """Let a lead wait for a person's decision; records `lead.held`."""
    lead.state, lead.doubts = LeadState.INCOMING, [doubt.as_json() for doubt in doubts]
    record(work, "lead.held", deal_id=None, lead_id=lead.id, reasons=[doubt.reason.value for doubt in doubts])


def add_deal_by_hand(work: Work, *, lead: LeadIn, title: str = "", manager_id: str | None = None) -> LeadReceived:
    """A person of the studio enters a deal; it is theirs unless `manager_id` names somebody else.

    Raises Invalid naming the field, NotFound for a manager who is not there.
    """
    content = normalise(lead)
    owner_id = manager_id or work.actor.id or free_manager(work)
    manager = work.session.get(User, owner_id)
    if manager is None or not manager.active:
        raise NotFound
    lead_id = work.new_id()
    content_title = " ".join(title.split())[:200] or content.company or content.name
    deal = _add_deal(work, content, title=content_title, manager_id=owner_id, channel_key=content.source or BY_HAND)
    keep_lead(work, content, lead_id=lead_id, content_hash=fingerprint(content), deal_id=deal.id)
    _announce(work, deal, lead_id=lead_id, source=content.source)
    return LeadReceived(lead_id=lead_id, deal_id=deal.id, created=True)


def make_deal(work: Work, lead: Lead, *, client_id: str = "", is_new_client: bool = False) -> str:
    """The deal of a lead: of `client_id`, else of whom its addresses belong to unless it `is_new_client`."""
    content = content_of(lead)
    title = lead.company or lead.name
    deal = _add_deal(work, content, title=title, client_id=client_id, is_new_client=is_new_client)
    lead.deal_id, lead.state = deal.id, LeadState.DEAL
    _announce(work, deal, lead_id=lead.id, source=lead.source, waits_since=lead.received_at)
    return deal.id


def make_deal_from_list(work: Work, lead: Lead, *, manager_id: str = "") -> str:
    """The deal of a lead that stood in somebody's list: nobody waits for an answer, and nothing is sent by itself."""
    deal = _add_deal(work, content_of(lead), title=lead.company or lead.name, manager_id=manager_id)
    lead.deal_id, lead.state = deal.id, LeadState.DEAL
    _announce(work, deal, lead_id=lead.id, source=lead.source, from_list=True)
    return deal.id


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


def _add_deal(
    work: Work,
    content: LeadIn,
    *,
    title: str,
    manager_id: str = "",
    channel_key: str = "",
    client_id: str = "",
    is_new_client: bool = False,
) -> Deal:
    client, contact = find_or_add(
        work,
        client_id=client_id,
        is_new=is_new_client,
        name=content.name,
        email=content.email,
        phone=content.phone,
        company=content.company,
        locale=content.locale,
    )
    studio = work.session.get(Studio, THE_STUDIO)
    currency = studio.currency if studio else "RUB"
    now = work.now()
    stage = _first_stage(work)
    channel_id = channel_of(work, channel_key or content.source).id
    deal = Deal(
        id=work.new_id(),
        number=next_deal_number(work),
        title=title,
        client_id=client.id,
        contact_id=contact.id,
        stage_id=stage.id,
        manager_id=manager_id or manager_for(work, content, channel_id=channel_id, currency=currency),
        channel_id=channel_id,
        currency=currency,
        rank=top_rank(work, stage_id=stage.id),
        locale=content.locale,
        created_at=now,
        stage_since=now,
    )
    work.session.add(deal)
    index_deal(work, deal, client, contact)
    work.session.flush()
    return deal


def _announce(
    work: Work, deal: Deal, *, lead_id: str, source: str, waits_since: datetime | None = None, from_list: bool = False
) -> None:
    """`waits_since`: when somebody outside began to wait for the studio's answer."""
    record(
        work,
        "deal.created",
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
    )


def _first_stage(work: Work) -> Stage:
    query = select(Stage).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.OPEN, col(Stage.active))
    stage = work.session.exec(query.order_by(col(Stage.role) != StageRole.LEAD, col(Stage.position)).limit(1)).first()
    if stage is None:
        raise NobodyHome
    return stage


def channel_of(work: Work, source: str) -> Channel:
    """The channel whose key the source names; the site's for a source we do not know."""
    query = select(Channel).where(col(Channel.key).in_((source.lower(), DEFAULT_CHANNEL)))
    channel = work.session.exec(query.order_by(col(Channel.key) == DEFAULT_CHANNEL).limit(1)).first()
    if channel is None:
        raise NobodyHome
    return channel
