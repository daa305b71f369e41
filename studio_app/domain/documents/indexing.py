"""Use case: adds to the search what was written past the use cases, such as demo data."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select

from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.clients.search_text import client_entry
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.search_text import deal_entry
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.search_text import document_entry
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.work import Work


def index_missing(work: Work) -> int:
    """Add the deals, clients and documents that are not in the index; returns how many."""
    found = [*_clients(work), *_deals(work), *_documents(work)]
    work.session.add_all(found)
    work.session.flush()
    return len(found)


def _missing(kind: EntryKind, ref: Any) -> ColumnElement[bool]:
    return ~exists().where(col(SearchEntry.kind) == kind, col(SearchEntry.ref) == ref)


def _clients(work: Work) -> Iterator[SearchEntry]:
    contacts: dict[str, list[Contact]] = defaultdict(list)
    missing = _missing(EntryKind.CLIENT, col(Contact.client_id))
    for contact in work.session.exec(select(Contact).where(missing).order_by(col(Contact.is_primary).desc())):
        contacts[contact.client_id].append(contact)
    query = select(Client, Requisites).join(Requisites, col(Requisites.client_id) == col(Client.id), isouter=True)
    for client, requisites in work.session.exec(query.where(_missing(EntryKind.CLIENT, col(Client.id)))):
        yield client_entry(client, contacts[client.id], requisites)


def _deals(work: Work) -> Iterator[SearchEntry]:
    query = select(Deal, Client, Contact).where(Deal.client_id == Client.id, Deal.contact_id == Contact.id)
    query = query.where(_missing(EntryKind.DEAL, col(Deal.id))).order_by(col(Deal.number))
    for deal, client, contact in work.session.exec(query):
        yield deal_entry(deal, client, contact)


def _documents(work: Work) -> Iterator[SearchEntry]:
    query = select(Document, Deal).where(Document.deal_id == Deal.id, Document.number != "")
    query = query.where(col(Document.published_at).is_not(None), _missing(EntryKind.DOCUMENT, col(Document.id)))
    for document, deal in work.session.exec(query.order_by(col(Document.published_at))):
        yield document_entry(document, deal)
