"""Use case: changing what the deal itself says; two people's changes are merged field by field."""

from collections.abc import Collection, Mapping

from sqlmodel import col, select

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, NotFound
from studio_app.core.merging import Clash, merge
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.naming import MAX_TITLE_LENGTH
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.timeline.events.clients import ContactChanged
from studio_app.domain.timeline.events.deals import DealEdited
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

FIELDS = ("title", "contact_id")


def deal_values(work: Work, *, deal_id: str) -> dict[str, str]:
    """The fields as a form holds them. Raises NotFound."""
    return _values(get_deal(work, deal_id))


def contact_names(work: Work, *, contact_ids: Collection[str]) -> Mapping[str, str]:
    """What those contacts are called, by id; whoever is unknown is left out."""
    query = select(Contact.id, Contact.name).where(col(Contact.id).in_(contact_ids))
    return dict(work.session.exec(query).all())


def edit_deal(work: Work, *, deal_id: str, values: Mapping[str, str], seen: Mapping[str, str]) -> tuple[Clash, ...]:
    """Change the title or the main contact; records deal.edited with what was before.

    `seen` is what the person had before them; what a colleague changed meanwhile stands and comes back
    as clashes. Raises NotFound, Invalid.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    mine = {
        "title": limited("title", " ".join(values["title"].split()), MAX_TITLE_LENGTH),
        "contact_id": values["contact_id"],
    }
    if not mine["title"]:
        raise Invalid(field="title", reason="required")
    now = _values(deal)
    merged = merge(seen=seen, mine=mine, theirs=now)
    contact = work.session.get(Contact, merged.values["contact_id"])
    if contact is None or contact.client_id != deal.client_id:
        raise NotFound
    changed = {name: (now[name], value) for name, value in merged.values.items() if value != now[name]}
    if changed:
        deal.title, deal.contact_id = merged.values["title"], contact.id
        index_deal(work, deal, work.session.get_one(Client, deal.client_id), contact)
        record(work, DealEdited(deal_id=deal.id, changed=changed, title=deal.title, contact=contact.name))
        if "contact_id" in changed:
            record(work, ContactChanged(client_id=deal.client_id, contact_id=contact.id))
    return merged.clashes


def rename_deal(work: Work, *, deal_id: str, title: str, seen: str) -> tuple[Clash, ...]:
    """`edit_deal` of the title alone, by a person who saw it as `seen`."""
    now = deal_values(work, deal_id=deal_id)
    return edit_deal(work, deal_id=deal_id, values={**now, "title": title}, seen={**now, "title": seen})


def _values(deal: Deal) -> dict[str, str]:
    return {"title": deal.title, "contact_id": deal.contact_id}
