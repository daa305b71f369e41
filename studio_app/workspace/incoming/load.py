"""Reads what the incoming screen shows of one of its lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio_app.domain.leads.incoming import IncomingPage, incoming_page
from studio_app.domain.leads.letters import LeftPage, LetterView, left_count, left_letters, letters_of_leads
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.work import Work

WAITING, SPAM, LEFT = "waiting", "spam", "left"
TABS = (WAITING, SPAM, LEFT)


@dataclass(frozen=True, slots=True)
class Looked:
    """Leads with their letters by lead, or letters that were left out; and how many there are of each."""

    page: IncomingPage
    letters: Mapping[str, tuple[LetterView, ...]]
    left: LeftPage
    timezone: str


def look_in(work: Work, *, tab: str, limit: int) -> Looked:
    """Query: one of the lists, a page's worth."""
    page = incoming_page(work, spam=tab == SPAM, limit=0 if tab == LEFT else limit)
    return Looked(
        page=page,
        letters=letters_of_leads(work, lead_ids=[row.id for row in page.rows]),
        left=left_letters(work, limit=limit) if tab == LEFT else LeftPage((), left_count(work)),
        timezone=studio_brand(work).timezone,
    )
