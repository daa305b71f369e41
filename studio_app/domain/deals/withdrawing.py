"""Use case: leaving nothing of a deal that was made by mistake and that nobody has worked on, but where it went."""

from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.models import EntryKind, SearchEntry
from studio_app.domain.timeline import TimelineEvent, record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is known of a deal that was taken back; `origin` is the deal whose outcome had opened it (empty: none)."""

    number: int
    origin_id: str
    origin_title: str
    client_id: str
    client: str


def withdraw_deal(work: Work, deal: Deal, *, told_on: str | None = None) -> None:
    """Delete a deal with its timeline and record deal.withdrawn on the deal `told_on`.

    The caller has seen that nobody has worked on it. Raises IntegrityError where something refers to it.
    """
    gone = {"withdrawn_id": deal.id, "number": deal.number, "client_id": deal.client_id}
    record(work, "deal.withdrawn", deal_id=told_on, **gone)
    past = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id)
    found = select(SearchEntry).where(SearchEntry.kind == EntryKind.DEAL, SearchEntry.ref == deal.id)
    for row in (*work.session.exec(past), *work.session.exec(found)):
        work.session.delete(row)
    work.session.flush()  # what refers to the deal goes first
    work.session.delete(deal)
    work.session.flush()


def withdrawn_deal(work: Work, *, deal_id: str) -> Withdrawn | None:
    """Query: what a deal that is no longer there was; None where there never was one."""
    query = select(TimelineEvent).where(
        TimelineEvent.kind == "deal.withdrawn", col(TimelineEvent.payload)["withdrawn_id"].as_string() == deal_id
    )
    event = work.session.exec(query.limit(1)).first()
    if event is None:
        return None
    origin = work.session.get(Deal, event.deal_id) if event.deal_id else None
    client = work.session.get(Client, event.payload.get("client_id", ""))
    if client is not None and client.merged_into:
        client = work.session.get(Client, client.merged_into)
    return Withdrawn(
        number=event.payload["number"],
        origin_id=origin.id if origin else "",
        origin_title=origin.title if origin else "",
        client_id=client.id if client else "",
        client=client.name if client else "",
    )
