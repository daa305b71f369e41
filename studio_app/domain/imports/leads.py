"""Rows of leads: one is taken in as a lead that came in now, and taken back while nobody has worked on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from studio_app.domain.deals.intake.accepting import keep_lead
from studio_app.domain.deals.intake.content import fingerprint, normalise
from studio_app.domain.deals.intake.receiving import hold, join, make_deal_from_list
from studio_app.domain.deals.models import Deal, Lead, LeadState
from studio_app.domain.deals.withdrawing import withdraw_deal
from studio_app.domain.imports.clients import drop_if_untouched
from studio_app.domain.imports.deciding import lead_in, lead_outlook
from studio_app.domain.imports.models import RowState
from studio_app.domain.imports.outcomes import Outcome
from studio_app.domain.imports.schemas import Options, Reason
from studio_app.domain.timeline import TimelineEvent
from studio_app.domain.work import Work

_LOOKED_AT = ("deal.read", "deal.ranked")
"""What happens to a deal without anybody working on it."""


def take_lead(work: Work, *, said: Mapping[str, Any], options: Options) -> Outcome:
    """Make the deal of a row, join it to the one in progress, or hold it for a person. Raises Invalid, NobodyHome."""
    content = normalise(lead_in(said))
    content_hash = fingerprint(content)
    if work.session.exec(select(Lead.id).where(Lead.fingerprint == content_hash).limit(1)).first():
        return Outcome(RowState.KNOWN, Reason("lead_is_here"))
    outlook = lead_outlook(work, content)
    lead_id = work.new_id()
    keep_lead(work, content, lead_id=lead_id, content_hash=content_hash)
    lead = work.session.get_one(Lead, lead_id)
    if outlook.deal_id:
        join(work, lead, deal_id=outlook.deal_id)
        return Outcome(outlook.state, outlook.reason, {"lead_id": lead_id, "deal_id": outlook.deal_id})
    if outlook.doubts:
        hold(work, lead, outlook.doubts)
        return Outcome(outlook.state, outlook.reason, {"lead_id": lead_id})
    deal = work.session.get_one(Deal, make_deal_from_list(work, lead, manager_id=options.manager_id))
    made = {
        "lead_id": lead_id,
        "deal_id": deal.id,
        "client_id": deal.client_id,
        "contact_id": deal.contact_id,
        "new_deal": True,
        "new_client": outlook.state is RowState.CREATED,
        "last_event": _last_event(work, deal.id),
        "version": deal.version,
    }
    return Outcome(outlook.state, outlook.reason, made)


def untake_lead(work: Work, *, made: Mapping[str, Any]) -> Outcome:
    """Take back what a row has made, as long as nobody has worked on it."""
    lead = work.session.get(Lead, made["lead_id"])
    if lead is None:
        return Outcome(RowState.UNDONE)
    if made.get("new_deal"):
        return _undo_deal(work, lead, made)
    if "deal_id" in made:
        return Outcome(RowState.STAYS, Reason("in_history", {"number": _number(work, made["deal_id"])}))
    if lead.state is not LeadState.INCOMING:
        return Outcome(RowState.STAYS, Reason("decided"))
    try:
        with work.session.begin_nested():
            work.session.exec(delete(Lead).where(col(Lead.id) == lead.id))
    except IntegrityError:
        return Outcome(RowState.STAYS, Reason("worked_on_lead"))
    return Outcome(RowState.UNDONE)


def _undo_deal(work: Work, lead: Lead, made: Mapping[str, Any]) -> Outcome:
    deal = work.session.get(Deal, made["deal_id"], with_for_update=True)
    if deal is None:
        return Outcome(RowState.UNDONE)
    if deal.version != made["version"] or _touched(work, deal.id, made["last_event"]):
        return Outcome(RowState.STAYS, Reason("worked_on", {"number": deal.number}))
    try:
        with work.session.begin_nested():
            _delete_deal(work, deal, lead)
    except IntegrityError:
        return Outcome(RowState.STAYS, Reason("worked_on", {"number": deal.number}))
    if made["new_client"]:
        drop_if_untouched(work, client_id=made["client_id"], contact_id=made["contact_id"])
    return Outcome(RowState.UNDONE)


def _delete_deal(work: Work, deal: Deal, lead: Lead) -> None:
    work.session.delete(lead)
    work.session.flush()  # the lead refers to the deal
    withdraw_deal(work, deal)


def _touched(work: Work, deal_id: str, last_event: int) -> bool:
    query = select(func.count()).where(
        col(TimelineEvent.deal_id) == deal_id,
        col(TimelineEvent.id) > last_event,
        col(TimelineEvent.kind).not_in(_LOOKED_AT),
    )
    return work.session.exec(query).one() > 0


def _last_event(work: Work, deal_id: str) -> int:
    work.session.flush()
    return work.session.exec(select(func.max(TimelineEvent.id)).where(TimelineEvent.deal_id == deal_id)).one() or 0


def _number(work: Work, deal_id: str) -> int:
    deal = work.session.get(Deal, deal_id)
    return deal.number if deal else 0
