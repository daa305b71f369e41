"""How long leads wait for the studio's first word, in working time; those that wait too long are told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, select

from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.contacts_made import ContactResult
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.models import LeadResponse
from studio_app.domain.studio.calendar import studio_calendar
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.deals import ContactMade, DealCreated
from studio_app.domain.timeline.events.documents import ContractPublished, ProposalPublished
from studio_app.domain.timeline.events.invoices import InvoicePublished
from studio_app.domain.timeline.events.leads import LeadUnanswered, MessageSent
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

ESCALATE = "escalate_leads"
CONTACTS: tuple[type[Event], ...] = (
    ContactMade,
    MessageSent,
    ProposalPublished,
    ContractPublished,
    InvoicePublished,
)
"""Events that count as the studio's word to the client, when a person of the studio has caused them."""
_LOOK_EVERY = timedelta(minutes=5)
_AT_ONCE = 200  # told of in one transaction


class ResponseStanding(StrEnum):
    """How the studio stands with its answer to a lead."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    LATE_ANSWERED = "late_answered"


@dataclass(frozen=True, slots=True)
class ResponseState:
    """Since when a lead waits (UTC), by when an answer is due, when it came; `breached`: later than due."""

    since: datetime
    due_at: datetime
    answered_at: datetime | None
    breached: bool

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None

    def standing(self, stage: StageKind) -> ResponseStanding | None:
        """How it stands on a deal in such a stage; None where one has ended that nobody answered."""
        if not self.is_waiting:
            return ResponseStanding.LATE_ANSWERED if self.breached else ResponseStanding.ANSWERED
        if not _wants_answer(stage):
            return None
        return ResponseStanding.LATE if self.breached else ResponseStanding.WAITING


def start_clock(work: Work, recorded: Recorded[DealCreated]) -> None:
    """Reaction to deal.created: a deal that came from a lead waits from the lead's arrival on."""
    created = recorded.event
    if not created.waits_since:
        return
    since = datetime.fromisoformat(created.waits_since)
    due_at = studio_calendar(work, around=since).after(since, minutes=studio(work).response_minutes)
    work.session.add(LeadResponse(deal_id=created.deal_id, since=since, due_at=due_at))
    deal = work.session.get_one(Deal, created.deal_id)
    deal.answer_since, deal.answer_by = since, due_at


def stop_clock(work: Work, recorded: Recorded[Event]) -> None:
    """Reaction to a contact: the first one answers the lead; a call that nobody took does not."""
    contact = recorded.event
    missed = isinstance(contact, ContactMade) and contact.result == ContactResult.NO_ANSWER
    if recorded.actor_kind is not ActorKind.STAFF or contact.deal_id is None or missed:
        return
    row = work.session.get(LeadResponse, contact.deal_id)
    if row is not None and row.answered_at is None:
        row.answered_at, row.answered_by = recorded.at, contact.kind.value
        deal = work.session.get_one(Deal, contact.deal_id)
        deal.answer_since = deal.answer_by = None


def response_state(work: Work, *, deal_id: str) -> ResponseState | None:
    """Query: how long this deal's lead has waited; None for deals that came from no lead."""
    return response_states(work, deal_ids=(deal_id,)).get(deal_id)


def response_states(work: Work, *, deal_ids: Sequence[str]) -> dict[str, ResponseState]:
    """Query: `response_state` of many deals at once, by deal; those that came from no lead are left out."""
    rows = work.session.exec(select(LeadResponse).where(col(LeadResponse.deal_id).in_(deal_ids)))
    return {
        row.deal_id: ResponseState(
            since=row.since,
            due_at=row.due_at,
            answered_at=row.answered_at,
            breached=(row.answered_at or work.now()) > row.due_at,
        )
        for row in rows
    }


def minutes_waited(work: Work, state: ResponseState) -> int:
    """Query: whole working minutes from the lead's arrival to the answer, or to now."""
    calendar = studio_calendar(work, around=state.since)
    return calendar.minutes_between(state.since, state.answered_at or work.now())


def escalate_unanswered(work: Work) -> int:
    """Tell of every open deal whose lead has waited beyond the norm, once; records lead.unanswered for each."""
    query = (
        select(LeadResponse, Deal, Stage.kind)
        .join(Deal, col(Deal.id) == col(LeadResponse.deal_id))
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .where(
            col(LeadResponse.answered_at).is_(None),
            col(LeadResponse.escalated_at).is_(None),
            col(LeadResponse.due_at) <= work.now(),
        )
        .order_by(col(LeadResponse.due_at))
        .limit(_AT_ONCE)
    )
    escalated = 0
    for row, deal, kind in work.session.exec(query.with_for_update(of=LeadResponse, skip_locked=True)).all():
        row.escalated_at = work.now()
        if _wants_answer(StageKind(kind)):
            record(work, LeadUnanswered(deal_id=deal.id, manager_id=deal.manager_id, due_at=row.due_at.isoformat()))
            escalated += 1
    return escalated


def plan_escalation(work: Work) -> None:
    """Plan the next look at unanswered leads: one every five minutes, however often this is called."""
    minutes = int(_LOOK_EVERY.total_seconds() // 60)
    now = work.now()
    at = now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0) + _LOOK_EVERY
    work.jobs.enqueue(work.session, ESCALATE, key=f"{ESCALATE}:{at:%Y%m%d%H%M}", args={}, at=at)


def _wants_answer(stage: StageKind) -> bool:
    return stage is StageKind.OPEN  # a deal that has ended needs none any more
