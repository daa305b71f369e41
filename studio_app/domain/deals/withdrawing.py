"""Use case: deletes deals made by mistake that nobody has worked on; an event of each tells where it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.timeline.events.deals import DealWithdrawn
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is known of a deal that was taken back; `origin` is the deal whose outcome had opened it (empty: none)."""

    number: int
    origin_id: str
    origin_title: str
    client_id: str
    client: str


def withdraw_deals(work: Work, deals: Sequence[Deal], *, told_on: str | None = None) -> None:
    """Delete deals with their timelines and record deal.withdrawn for each on the deal `told_on`.

    The caller has seen that nobody has worked on them. Raises IntegrityError where something refers to one.
    """
    work.session.flush()
    with work.session.no_autoflush:  # by now there is nothing to flush but what is recorded here
        for deal in deals:
            gone = DealWithdrawn(deal_id=told_on, withdrawn_id=deal.id, number=deal.number, client_id=deal.client_id)
            record(work, gone)
    ids = [deal.id for deal in deals]
    past = select(TimelineEvent).where(col(TimelineEvent.deal_id).in_(ids))
    found = select(SearchEntry).where(SearchEntry.kind == EntryKind.DEAL, col(SearchEntry.ref).in_(ids))
    for row in (*work.session.exec(past), *work.session.exec(found)):
        work.session.delete(row)
    work.session.flush()  # what refers to the deals goes first
    for deal in deals:
        work.session.delete(deal)
    work.session.flush()


def withdrawn_deal(work: Work, *, deal_id: str) -> Withdrawn | None:
    """Query: what a deal that is no longer there was; None where there never was one."""
    query = select(TimelineEvent).where(
        TimelineEvent.kind == DealWithdrawn.kind, col(TimelineEvent.payload)["withdrawn_id"].as_string() == deal_id
    )
    row = work.session.exec(query.limit(1)).first()
    if row is None:
        return None
    gone = recorded_as(row, DealWithdrawn).event
    origin = work.session.get(Deal, gone.deal_id) if gone.deal_id else None
    client = work.session.get(Client, gone.client_id)
    if client is not None and client.merged_into:
        client = work.session.get(Client, client.merged_into)
    return Withdrawn(
        number=gone.number,
        origin_id=origin.id if origin else "",
        origin_title=origin.title if origin else "",
        client_id=client.id if client else "",
        client=client.name if client else "",
    )
