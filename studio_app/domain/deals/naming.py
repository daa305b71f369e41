"""What a deal is called."""

from studio_app.core.errors import Invalid
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.timeline.events.deals import DealChanged
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_TITLE_LENGTH = 200


def title_of(work: Work, *, deal_id: str) -> str:
    """What the deal is called. Raises NotFound."""
    return get_deal(work, deal_id).title


def rename_deal(work: Work, *, deal_id: str, title: str) -> None:
    """Give the deal another title, by which it is found from now on; records `deal.changed`.

    The title is derived by us (`briefs.naming`), so a longer one is cut. Nothing happens when it is called that
    already. Raises NotFound, Invalid.
    """
    deal = get_deal(work, deal_id)
    words = " ".join(title.split())[:MAX_TITLE_LENGTH]
    if not words:
        raise Invalid(field="title", reason="required")
    if words == deal.title:
        return
    before, deal.title = deal.title, words
    client, contact = work.session.get_one(Client, deal.client_id), work.session.get_one(Contact, deal.contact_id)
    index_deal(work, deal, client, contact)
    deal.version += 1
    record(
        work,
        DealChanged(
            deal_id=deal.id, stage_id=deal.stage_id, title=deal.title, title_before=before, version=deal.version
        ),
    )
