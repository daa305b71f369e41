"""Query: what may truly be promised to whoever has sent a lead, without telling who is a client already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import col, select

from studio_app.domain.leads.intake.doubts import DoubtReason
from studio_app.domain.leads.intake.first_letters import LetterLimits, SentLetter, is_over, letters_of_a_day
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.work import Work

_TOLD_FOR = timedelta(hours=1)


class Follows(StrEnum):
    """What comes next."""

    LETTER = "letter"  # to the address, unless its owner is known: then a person answers
    CALL = "call"  # there is a phone number only
    PERSON = "person"  # somebody looks at it first


@dataclass(frozen=True, slots=True)
class Promise:
    """What comes next; `to` is the masked address of a letter."""

    follows: Follows
    to: str = ""


def promise_of(work: Work, *, lead_id: str, limits: LetterLimits) -> Promise:
    """The promise for a lead of the last hour; of any other, or none, that a person looks at it."""
    return promises_of(work, lead_ids=[lead_id], limits=limits)[0]


def promises_of(work: Work, *, lead_ids: Sequence[str], limits: LetterLimits) -> list[Promise]:
    """The promise for each of these leads, as `promise_of` gives it."""
    fresh = col(Lead.received_at) >= work.now() - _TOLD_FOR
    leads = {lead.id: lead for lead in work.session.exec(select(Lead).where(col(Lead.id).in_(lead_ids), fresh))}
    sent = letters_of_a_day(work, limits) if leads else ()
    return [_promise(work, leads.get(lead_id), limits, sent) for lead_id in lead_ids]


def _promise(work: Work, lead: Lead | None, limits: LetterLimits, sent: Sequence[SentLetter]) -> Promise:
    if lead is None:
        return Promise(Follows.PERSON)
    if not lead.email:
        return Promise(Follows.CALL)
    is_held = any(doubt.get("reason") == DoubtReason.MANY for doubt in lead.doubts)
    if is_held or (lead.state is LeadState.WAITING and is_over(work, lead, limits, sent)):
        return Promise(Follows.PERSON)
    return Promise(Follows.LETTER, masked(lead.email))


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else learns: m•••@example.com."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"
