"""Use cases: a lead becomes a deal, once."""

from dataclasses import replace

from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.directory import find_or_add
from studio_app.domain.deals.accepting import accept_lead, keep_lead
from studio_app.domain.deals.board.placing import top_rank
from studio_app.domain.deals.lead_content import fingerprint, normalise
from studio_app.domain.deals.models import Deal, Lead
from studio_app.domain.deals.schemas import LeadIn, LeadReceived
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.deals.timeline import record
from studio_app.domain.deals.workload import NobodyHome, free_manager
from studio_app.domain.studio.models import THE_STUDIO, Channel, Stage, StageKind, StageRole, Studio
from studio_app.domain.studio.numbering import next_deal_number
from studio_app.domain.work import Actor, ActorKind, Work

DEFAULT_CHANNEL = "site"
BY_HAND = "hand"


def receive_lead(work: Work, *, lead: LeadIn) -> LeadReceived:
    """Accept a lead and make its deal in one transaction; for those who cannot wait for the deal.

    A repeated lead gives back the first one's deal. Raises Invalid naming the field, NobodyHome.
    """
    accepted = accept_lead(work, lead=lead)
    row = work.session.get_one(Lead, accepted.lead_id, with_for_update=True)
    deal_id = row.deal_id or _make_deal(work, row)
    return LeadReceived(lead_id=row.id, deal_id=deal_id, created=accepted.created)


def open_deal(work: Work, *, lead_id: str) -> str | None:
    """Make the deal of an accepted lead: find or add the client, assign it; records `deal.created`.

    None when it has its deal already or somebody else is just making it. Raises NobodyHome.
    """
    query = select(Lead).where(Lead.id == lead_id, col(Lead.deal_id).is_(None))
    lead = work.session.exec(query.with_for_update(skip_locked=True)).first()
    if lead is None:
        return None
    client = Actor(kind=ActorKind.CLIENT, ip=lead.ip, user_agent=lead.user_agent)
    return _make_deal(replace(work, actor=client), lead)


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


def _make_deal(work: Work, lead: Lead) -> str:
    content = LeadIn(
        name=lead.name,
        email=lead.email,
        phone=lead.phone,
        company=lead.company,
        source=lead.source,
        locale=lead.locale,
    )
    deal = _add_deal(work, content, title=lead.company or lead.name, manager_id=free_manager(work))
    lead.deal_id = deal.id
    _announce(work, deal, lead_id=lead.id, source=lead.source)
    return deal.id


def _add_deal(work: Work, content: LeadIn, *, title: str, manager_id: str, channel_key: str = "") -> Deal:
    client, contact = find_or_add(
        work,
        name=content.name,
        email=content.email,
        phone=content.phone,
        company=content.company,
        locale=content.locale,
    )
    studio = work.session.get(Studio, THE_STUDIO)
    now = work.now()
    stage = _first_stage(work)
    deal = Deal(
        id=work.new_id(),
        number=next_deal_number(work),
        title=title,
        client_id=client.id,
        contact_id=contact.id,
        stage_id=stage.id,
        manager_id=manager_id,
        channel_id=_channel(work, channel_key or content.source).id,
        currency=studio.currency if studio else "RUB",
        rank=top_rank(work, stage_id=stage.id),
        locale=content.locale,
        created_at=now,
        stage_since=now,
    )
    work.session.add(deal)
    index_deal(work, deal, client, contact)
    work.session.flush()
    return deal


def _announce(work: Work, deal: Deal, *, lead_id: str, source: str) -> None:
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
        version=deal.version,
    )


def _first_stage(work: Work) -> Stage:
    query = select(Stage).where(Stage.kind == StageKind.OPEN, col(Stage.active))
    stage = work.session.exec(query.order_by(col(Stage.role) != StageRole.LEAD, col(Stage.position)).limit(1)).first()
    if stage is None:
        raise NobodyHome
    return stage


def _channel(work: Work, source: str) -> Channel:
    """The channel whose key the source names; the site's for a source we do not know."""
    query = select(Channel).where(col(Channel.key).in_((source.lower(), DEFAULT_CHANNEL)))
    channel = work.session.exec(query.order_by(col(Channel.key) == DEFAULT_CHANNEL).limit(1)).first()
    if channel is None:
        raise NobodyHome
    return channel
