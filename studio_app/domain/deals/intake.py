"""Use cases: a lead comes in and becomes a deal, once."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.directory import find_or_add
from studio_app.domain.deals.lead_content import fingerprint, normalise
from studio_app.domain.deals.models import Deal, Lead, LeadGuard
from studio_app.domain.deals.placing import top_rank
from studio_app.domain.deals.schemas import LeadIn, LeadReceived
from studio_app.domain.deals.search_text import search_text
from studio_app.domain.deals.timeline import record
from studio_app.domain.deals.workload import NobodyHome, free_manager
from studio_app.domain.studio.models import THE_STUDIO, Channel, Stage, StageKind, StageRole, Studio
from studio_app.domain.studio.numbering import next_deal_number
from studio_app.domain.work import ActorKind, Work

REPEATED_WITHIN = timedelta(minutes=10)
DEFAULT_CHANNEL = "site"
BY_HAND = "hand"


def receive_lead(work: Work, *, lead: LeadIn) -> LeadReceived:
    """Take a lead in: check it, find or add the client, make the deal, assign it; records `deal.created`.

    The same content within ten minutes, and the same idempotency key at any time, give back the
    first lead. Raises Invalid naming the field, NobodyHome.
    """
    content = normalise(lead)
    lead_id = work.new_id()
    repeated = _claim(work, content, lead_id)
    if repeated is not None:
        return repeated
    deal = _add_deal(work, content, title=content.company or content.name, manager_id=free_manager(work))
    _keep(work, content, deal, lead_id)
    _announce(work, deal, lead_id=lead_id, source=content.source)
    return LeadReceived(lead_id=lead_id, deal_id=deal.id, created=True)


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
    _keep(work, content, deal, lead_id)
    _announce(work, deal, lead_id=lead_id, source=content.source)
    return LeadReceived(lead_id=lead_id, deal_id=deal.id, created=True)


def _claim(work: Work, content: LeadIn, lead_id: str) -> LeadReceived | None:
    """The lead that this one repeats, or None after reserving its content and key for `lead_id`."""
    guards: list[tuple[str, timedelta | None]] = []
    if content.idempotency_key:
        guards.append((f"key:{hashlib.sha256(content.idempotency_key.encode()).hexdigest()}", None))
    guards.append((f"content:{fingerprint(content)}", REPEATED_WITHIN))
    taken: list[LeadGuard] = []
    for key, window in guards:
        guard = _guard(work, key, lead_id)
        first = guard.lead_id
        if first != lead_id and (window is None or guard.received_at > work.now() - window):
            for other in taken:
                other.lead_id = first
            return _repeated(work, first)
        if first != lead_id:
            guard.lead_id, guard.received_at = lead_id, work.now()
        taken.append(guard)
    return None


def _guard(work: Work, key: str, lead_id: str) -> LeadGuard:
    """The guard row of `key`, locked; made for `lead_id` if it is the first."""
    guard = work.session.get(LeadGuard, key, with_for_update=True)
    if guard is not None:
        return guard
    try:
        with work.session.begin_nested():
            guard = LeadGuard(key=key, lead_id=lead_id, received_at=work.now())
            work.session.add(guard)
    except IntegrityError:  # somebody posts the same at the same moment and was first
        guard = work.session.get_one(LeadGuard, key, with_for_update=True)
    return guard


def _repeated(work: Work, lead_id: str) -> LeadReceived:
    first = work.session.get_one(Lead, lead_id)
    return LeadReceived(lead_id=first.id, deal_id=first.deal_id, created=False)


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
    deal.search = search_text(deal, client, contact)
    work.session.add(deal)
    work.session.flush()
    return deal


def _keep(work: Work, content: LeadIn, deal: Deal, lead_id: str) -> None:
    """Store the lead word for word, with the proof of consent."""
    consent_at: datetime | None = work.now() if content.consent_version else None
    work.session.add(
        Lead(
            id=lead_id,
            deal_id=deal.id,
            received_at=work.now(),
            name=content.name,
            email=content.email,
            phone=content.phone,
            company=content.company,
            message=content.message,
            source=content.source,
            answers=content.answers,
            utm=content.utm,
            fingerprint=fingerprint(content),
            idempotency_key=content.idempotency_key,
            consent_version=content.consent_version,
            consent_at=consent_at,
            ip="" if work.actor.kind is ActorKind.STAFF else work.actor.ip,
            user_agent="" if work.actor.kind is ActorKind.STAFF else work.actor.user_agent[:300],
        )
    )
    work.session.flush()


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
