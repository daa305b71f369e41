"""Use cases: leads are accepted, each once, in a transaction so short that a burst of them goes through."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, text, update
from sqlmodel import col, select

from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import having
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.columns import UtcDateTime
from studio_app.domain.leads.assignment.workload import StudioNotReady
from studio_app.domain.leads.intake.content import fingerprint, normalise
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead, LeadGuard
from studio_app.domain.leads.intake.schemas import LeadAccepted, LeadIn, NewLead
from studio_app.domain.studio.current import country
from studio_app.domain.studio.kinds import SALES, StageKind
from studio_app.domain.studio.models import Channel, Stage
from studio_app.domain.work import Work

REPEATED_WITHIN = timedelta(minutes=10)

# SQLAlchemy has no common form of it for our two databases; on PostgreSQL it waits for whoever is at the same row
_RESERVE = text(
    'INSERT INTO lead_guard ("key", lead_id, received_at) VALUES (:key, :lead_id, :now) ON CONFLICT DO NOTHING'
).bindparams(bindparam("now", type_=UtcDateTime()))

_SOMEBODY = select(
    select(User.id).where(having(Permission.EDIT_DEALS)).exists()
    & select(Stage.id).where(Stage.pipeline_id == SALES, Stage.kind == StageKind.OPEN, col(Stage.active)).exists()
    & select(Channel.id).exists()
)
_KEEP = insert(Lead)


def accept_lead(work: Work, *, lead: LeadIn) -> LeadAccepted:
    """Take a lead in: check it and keep it word for word. Its deal is made after this, by `open_deal`.

    The same content within ten minutes, and the same idempotency key at any time, give back the
    first lead. Raises Invalid naming the field, StudioNotReady.
    """
    return accept_leads(work, arrivals=[(work.actor, normalise(lead, country=country(work)))])[0]


def accept_leads(work: Work, *, arrivals: Sequence[tuple[Actor, LeadIn]]) -> list[LeadAccepted]:
    """Take several normalised leads in by one commit, each as `accept_lead` does. Raises StudioNotReady."""
    accepted = [_accept(replace(work, actor=actor), content) for actor, content in arrivals]
    if any(one.created for one in accepted):
        _require_somebody(work)
    return accepted


def keep_leads(work: Work, leads: Sequence[NewLead]) -> None:
    """Store leads word for word, with the proof of consent."""
    work.session.connection().execute(_KEEP, [_row(work, lead) for lead in leads])


def waiting_leads(work: Work, *, besides: frozenset[str] = frozenset(), limit: int = 100) -> list[str]:
    """Query: ids of leads that nobody has looked at yet, the oldest first, at most `limit`."""
    query = select(Lead.id).where(Lead.state == LeadState.WAITING, col(Lead.id).not_in(besides))
    return list(work.session.exec(query.order_by(col(Lead.id)).limit(limit)))


def _accept(work: Work, content: LeadIn) -> LeadAccepted:
    content_hash = fingerprint(content)
    lead_id = work.new_id()
    first = _claim(work, content.idempotency_key, content_hash, lead_id)
    if first is not None:
        return LeadAccepted(lead_id=first, created=False)
    keep_leads(work, [NewLead(id=lead_id, content=content, content_hash=content_hash)])
    return LeadAccepted(lead_id=lead_id, created=True)


def _row(work: Work, lead: NewLead) -> dict[str, Any]:
    content, now = lead.content, work.now()
    by_staff = work.actor.kind is ActorKind.STAFF
    return {
        "id": lead.id,
        "deal_id": lead.deal_id,
        "state": LeadState.DEAL if lead.deal_id else LeadState.WAITING,
        "doubts": [],
        "received_at": now,
        "name": content.name,
        "email": content.email,
        "phone": content.phone,
        "company": content.company,
        "message": content.message,
        "source": content.source,
        "form": content.form,
        "referrer": content.referrer,
        "answers": content.answers,
        "utm": content.utm,
        "locale": content.locale,
        "fingerprint": lead.content_hash,
        "idempotency_key": content.idempotency_key,
        "consent_version": content.consent_version,
        "consent_at": now if content.consent_version else None,
        "ip": "" if by_staff else work.actor.ip,
        "user_agent": "" if by_staff else work.actor.user_agent[:300],
    }


def _claim(work: Work, key: str | None, content_hash: str, lead_id: str) -> str | None:
    """The lead that this one repeats, or None after reserving its key and content for `lead_id`."""
    guards: list[tuple[str, timedelta | None]] = [(f"content:{content_hash}", REPEATED_WITHIN)]
    if key:
        guards.insert(0, (f"key:{hashlib.sha256(key.encode()).hexdigest()}", None))
    taken: list[str] = []
    for guard, window in guards:
        first = _reserve(work, guard, lead_id)
        if first is not None:
            repeated = window is None or first.received_at > work.now() - window
            if repeated:
                _point(work, taken, first.lead_id)
                return first.lead_id
            _point(work, [guard], lead_id, received_at=work.now())
        taken.append(guard)
    return None


def _reserve(work: Work, guard: str, lead_id: str) -> "Row[str, datetime] | None":
    """None when the guard is new and ours; else what it says, locked."""
    connection = work.session.connection()
    if connection.execute(_RESERVE, {"key": guard, "lead_id": lead_id, "now": work.now()}).rowcount:
        return None
    query = select(LeadGuard.lead_id, LeadGuard.received_at).where(LeadGuard.key == guard)
    return connection.execute(query.with_for_update()).one()


def _point(work: Work, guards: list[str], lead_id: str, **values: datetime) -> None:
    if guards:
        statement = update(LeadGuard).where(col(LeadGuard.key).in_(guards)).values(lead_id=lead_id, **values)
        work.session.connection().execute(statement)


def _require_somebody(work: Work) -> None:
    """Raise StudioNotReady before the studio has a person, a stage and a channel: such a lead could become nothing."""
    if not work.session.connection().execute(_SOMEBODY).scalar_one():
        raise StudioNotReady
