"""What a client is found by."""

from collections.abc import Sequence

from sqlmodel import col, select

from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.work import Work


def index_client(work: Work, client: Client) -> None:
    """Have the client found as it is now; to be called whenever its name, people or requisites change."""
    work.session.flush()
    contacts = work.session.exec(
        select(Contact).where(Contact.client_id == client.id).order_by(col(Contact.is_primary).desc(), col(Contact.id))
    ).all()
    keep(work, client_entry(client, contacts, work.session.get(Requisites, client.id)))


def client_entry(client: Client, contacts: Sequence[Contact], requisites: Requisites | None) -> SearchEntry:
    """A client is found by name, people, their addresses, full name and INN."""
    people = [part for one in contacts for part in (one.name, one.email, one.phone)]
    legal = [requisites.full_name, requisites.inn] if requisites else []
    return entry(
        EntryKind.CLIENT,
        ref=client.id,
        title=client.name,
        detail=", ".join(dict.fromkeys(one.name for one in contacts if one.name != client.name)),
        parts=(client.name, *people, *legal),
    )
