"""How many letters go by themselves to addresses that strangers have typed: what is over waits for a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

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


def is_over(work: Work, lead: Lead, limits: LetterLimits) -> bool:
    """Query: whether the letter that would answer this lead by itself is one too many."""
    if not lead.email or not lead.ip or limits.is_exempt(lead.ip):
        return False
    now = work.now()
    # what a clock that was ahead has noted counts no more once it was put back: nobody waits until then
    within = col(Lead.wrote_at).between(now - _DAY, now + SLACK)
    recent = select(Lead.ip, Lead.email, Lead.wrote_at).where(within, Lead.id != lead.id)
    rows = work.session.exec(recent.limit(limits.studio_a_day)).all()
    ours = limits.network(lead.ip)
    mine = [at for ip, _, at in rows if at is not None and limits.network(ip) == ours]
    return (
        len(rows) >= limits.studio_a_day
        or len(mine) >= limits.a_day
        or sum(at > now - _HOUR for at in mine) >= limits.an_hour
        or sum(email == lead.email for _, email, _ in rows) >= limits.reader_a_day
    )


def count_letter(work: Work, lead: Lead, limits: LetterLimits) -> None:
    """This lead is answered by a letter of its own accord."""
    if lead.email and lead.ip and not limits.is_exempt(lead.ip):
        lead.wrote_at = work.now()
