"""What a deal is found by."""

from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.work import Work


def index_deal(work: Work, deal: Deal, client: Client, contact: Contact) -> None:
    """Have the deal found as it is now; to be called whenever the deal, its client or contact is renamed."""
    keep(work, deal_entry(deal, client, contact))


def deal_entry(deal: Deal, client: Client, contact: Contact) -> SearchEntry:
    """A deal is found by its number, title, client and contact."""
    return entry(
        EntryKind.DEAL,
        ref=deal.id,
        title=deal.title,
        detail=client.name,
        parts=(str(deal.number), deal.title, client.name, contact.name, contact.email, contact.phone),
        deal_id=deal.id,
    )
