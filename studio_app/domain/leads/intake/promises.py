"""Query: what may truly be promised to whoever has sent a lead, without telling who is a client already."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from studio_app.domain.leads.intake.doubts import DoubtReason
from studio_app.domain.leads.intake.first_letters import LetterLimits, is_over
from studio_app.domain.leads.intake.models import Lead, LeadState
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
    lead = work.session.get(Lead, lead_id)
    if lead is None or lead.received_at < work.now() - _TOLD_FOR:
        return Promise(Follows.PERSON)
    if not lead.email:
        return Promise(Follows.CALL)
    is_held = any(doubt.get("reason") == DoubtReason.MANY for doubt in lead.doubts)
    if is_held or (lead.state is LeadState.WAITING and is_over(work, lead, limits)):
        return Promise(Follows.PERSON)
    return Promise(Follows.LETTER, masked(lead.email))


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else learns: m•••@example.com."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"
