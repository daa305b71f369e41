"""Use case: finding the client who wrote, or adding a new one."""

from sqlmodel import col, select

from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.models import Client, ClientKind, Contact
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.work import Work


def find_or_add(
    work: Work,
    *,
    name: str,
    email: str,
    phone: str,
    company: str = "",
    locale: str = "ru",
    client_id: str = "",
    is_new: bool = False,
) -> tuple[Client, Contact]:
    """The client and contact with this (normalised) e-mail or phone, else new ones.

    `client_id` or `is_new` say whose it is instead of the addresses. A known phone with an unknown e-mail
    adds a contact to its client: an address that a stranger typed in must never replace the one to which
    documents are sent.
    """
    if client_id or is_new:
        client = work.session.get(Client, client_id) if client_id else None
        client = client or _new_client(work, name=company or name, company=company, locale=locale)
        return client, contact_at(work, client, name=name, email=email, phone=phone)
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
    return client, _new_contact(work, client, name=name, email=email, phone=phone, is_primary=known is None)


def contact_at(work: Work, client: Client, *, name: str, email: str, phone: str) -> Contact:
    """The client's contact with this e-mail or phone (both normalised), else a new one of theirs."""
    theirs = work.session.exec(select(Contact).where(Contact.client_id == client.id)).all()
    for contact in theirs:
        if (email and contact.email == email) or (phone and contact.phone == phone and not email):
            if phone and not contact.phone:
                contact.phone = phone
                index_client(work, client)
            return contact
    return _new_contact(work, client, name=name, email=email, phone=phone, is_primary=not theirs)


def _new_contact(work: Work, client: Client, *, name: str, email: str, phone: str, is_primary: bool) -> Contact:
    contact = Contact(id=work.new_id(), client_id=client.id, name=name, email=email, phone=phone, is_primary=is_primary)
    work.session.add(contact)
    index_client(work, client)
    return contact


def _contact_by(work: Work, column: str, value: str) -> Contact | None:
    query = (
        select(Contact)
        .join(Client, col(Client.id) == col(Contact.client_id))
        .where(col(column) == value, col(Client.merged_into).is_(None))
        .order_by(col(Contact.is_primary).desc(), col(Contact.id))
    )
    return work.session.exec(query.limit(1)).first()


def _client(work: Work, contact: Contact) -> Client:
    return work.session.get_one(Client, contact.client_id)


def _new_client(work: Work, *, name: str, company: str, locale: str) -> Client:
    client = Client(
        id=work.new_id(),
        name=name,
        **name_keys(name),
        kind=ClientKind.COMPANY if company else ClientKind.PERSON,
        locale=locale,
        created_at=work.now(),
    )
    work.session.add(client)
    work.session.flush()
    return client
