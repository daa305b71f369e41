"""Use case: leaving nothing of a deal that was made by mistake and that nobody has worked on."""

from sqlmodel import select

from studio_app.domain.deals.models import Deal
from studio_app.domain.search.models import EntryKind, SearchEntry
from studio_app.domain.timeline import TimelineEvent, record
from studio_app.domain.work import Work


def withdraw_deal(work: Work, deal: Deal, *, told_on: str | None = None) -> None:
    """Delete a deal with its timeline and record deal.withdrawn on the deal `told_on`.

    The caller has seen that nobody has worked on it. Raises IntegrityError where something refers to it.
    """
    record(work, "deal.withdrawn", deal_id=told_on, withdrawn_id=deal.id, number=deal.number)
    past = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id)
    found = select(SearchEntry).where(SearchEntry.kind == EntryKind.DEAL, SearchEntry.ref == deal.id)
    for row in (*work.session.exec(past), *work.session.exec(found)):
        work.session.delete(row)
    work.session.flush()  # what refers to the deal goes first
    work.session.delete(deal)
    work.session.flush()
