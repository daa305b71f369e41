"""Use case: finding the client who wrote, or adding a new one."""

from sqlmodel import col, select

from studio_app.domain.clients.models import Client, ClientKind, Contact
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.work import Work


def find_or_add(
    work: Work, *, name: str, email: str, phone: str, company: str = "", locale: str = "ru"
) -> tuple[Client, Contact]:
    """The client and contact with this (normalised) e-mail or phone, else new ones.

    A known phone with an unknown e-mail adds a contact to its client: an address that a stranger
    typed in must never replace the one to which documents are sent.
    """
    contact = _contact_by(work, Contact.email, email) if email else None
    if contact is not None:
        client = _client(work, contact)
        if phone and not contact.phone:
            contact.phone = phone
            index_client(work, client)
        return client, contact
    known = _contact_by(work, Contact.phone, phone) if phone else None
    if known is not None and not email:
        return _client(work, known), known
    client = _client(work, known) if known else _new_client(work, name=company or name, company=company, locale=locale)
    contact = Contact(
        id=work.new_id(), client_id=client.id, name=name, email=email, phone=phone, is_primary=known is None
    )
    work.session.add(contact)
    index_client(work, client)
    return client, contact


def _contact_by(work: Work, column: str, value: str) -> Contact | None:
    query = select(Contact).where(col(column) == value).order_by(col(Contact.is_primary).desc(), col(Contact.id))
    return work.session.exec(query.limit(1)).first()


def _client(work: Work, contact: Contact) -> Client:
    return work.session.get_one(Client, contact.client_id)


def _new_client(work: Work, *, name: str, company: str, locale: str) -> Client:
    client = Client(
        id=work.new_id(),
        name=name,
        kind=ClientKind.COMPANY if company else ClientKind.PERSON,
        locale=locale,
        created_at=work.now(),
    )
    work.session.add(client)
    work.session.flush()
    return client
