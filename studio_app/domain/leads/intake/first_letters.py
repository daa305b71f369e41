"""How many letters go by themselves to addresses that strangers have typed: what is over waits for a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.clock import SLACK
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.work import Work

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def _itself(address: str) -> str:
    return address


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLimits:
    """At most so many letters. `network` is what a sender's address counts as; `is_exempt` ones never count."""

    an_hour: int = 5  # by network
    a_day: int = 20  # by network
    studio_a_day: int = 200
    reader_a_day: int = 3  # by the address that is written to
    network: Callable[[str], str] = _itself
    is_exempt: Callable[[str], bool] = _never


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of the last day: the lead it answers, who it went to, and the network that lead came from."""

    lead_id: str
    network: str
    email: str
    at: datetime


def letters_of_a_day(work: Work, limits: LetterLimits) -> Sequence[SentLetter]:
    """Query: the letters that went by themselves; once there are too many for the studio, no more than that."""
    now = work.now()
    # what a clock that was ahead has noted counts no more once it was put back: nobody waits until then
    within = col(Lead.wrote_at).between(now - _DAY, now + SLACK)
    found = select(Lead.id, Lead.ip, Lead.email, Lead.wrote_at).where(within).limit(limits.studio_a_day + 1)
    rows = work.session.exec(found).all()
    return [SentLetter(id_, limits.network(ip), email, at) for id_, ip, email, at in rows if at is not None]


def is_over(work: Work, lead: Lead, limits: LetterLimits, sent: Sequence[SentLetter] | None = None) -> bool:
    """Whether the letter that would answer this lead by itself is one too many.

    `sent` are the letters of a day, where they have been asked for already.
    """
    if not lead.email or not lead.ip or limits.is_exempt(lead.ip):
        return False
    others = [one for one in (letters_of_a_day(work, limits) if sent is None else sent) if one.lead_id != lead.id]
    ours = limits.network(lead.ip)
    mine = [one.at for one in others if one.network == ours]
    return (
        len(others) >= limits.studio_a_day
        or len(mine) >= limits.a_day
        or sum(at > work.now() - _HOUR for at in mine) >= limits.an_hour
        or sum(one.email == lead.email for one in others) >= limits.reader_a_day
    )


def count_letter(work: Work, lead: Lead, limits: LetterLimits) -> None:
    """This lead is answered by a letter of its own accord."""
    if lead.email and lead.ip and not limits.is_exempt(lead.ip):
        lead.wrote_at = work.now()
