"""Use cases: finding the client who wrote, or adding new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.search_text import client_entry, index_client
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody whom the studio does not know yet, with (normalised) addresses."""

    name: str
    email: str
    phone: str
    company: str = ""
    locale: str = "ru"


def add_clients(work: Work, *, newcomers: Sequence[Newcomer]) -> list[tuple[Client, Contact]]:
    """A client with its one contact for each of them."""
    clients = [_client(work, one) for one in newcomers]
    work.session.add_all(clients)
    work.session.flush()  # contacts refer to clients
    made = [(client, _contact(work, client, one)) for client, one in zip(clients, newcomers, strict=True)]
    work.session.add_all(contact for _, contact in made)
    work.session.add_all(client_entry(client, [contact], None) for client, contact in made)
    work.session.flush()
    return made


def find_or_add(work: Work, person: Newcomer, *, client_id: str = "", is_new: bool = False) -> tuple[Client, Contact]:
    """The client and contact with this (normalised) e-mail or phone, else new ones.

    `client_id` or `is_new` say whose it is instead of the addresses. A known phone with an unknown e-mail
    adds a contact to its client: an address that a stranger typed in must never replace the one to which
    documents are sent.
    """
    client = work.session.get(Client, client_id) if client_id else None
    if client is not None:
        return client, contact_at(work, client, name=person.name, email=person.email, phone=person.phone)
    if client_id or is_new:
        return add_clients(work, newcomers=[person])[0]
    contact = _contact_by(work, Contact.email, person.email) if person.email else None
    if contact is not None:
        client = _client_of(work, contact)
        _tell_phone(work, client, contact, person.phone)
        return client, contact
    known = _contact_by(work, Contact.phone, person.phone) if person.phone else None
    if known is None:
        return add_clients(work, newcomers=[person])[0]
    client = _client_of(work, known)
    return client, _new_contact(work, client, person, is_primary=False) if person.email else known


def contact_at(work: Work, client: Client, *, name: str, email: str, phone: str) -> Contact:
    """The client's contact with this e-mail or phone (both normalised), else a new one of theirs."""
    theirs = work.session.exec(select(Contact).where(Contact.client_id == client.id)).all()
    for contact in theirs:
        if (email and contact.email == email) or (phone and contact.phone == phone and not email):
            _tell_phone(work, client, contact, phone)
            return contact
    return _new_contact(work, client, Newcomer(name=name, email=email, phone=phone), is_primary=not theirs)


def _tell_phone(work: Work, client: Client, contact: Contact, phone: str) -> None:
    if phone and not contact.phone:
        contact.phone = phone
        index_client(work, client)


def _new_contact(work: Work, client: Client, newcomer: Newcomer, *, is_primary: bool) -> Contact:
    contact = _contact(work, client, newcomer, is_primary=is_primary)
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


def _client_of(work: Work, contact: Contact) -> Client:
    return work.session.get_one(Client, contact.client_id)


def _client(work: Work, newcomer: Newcomer) -> Client:
    name = newcomer.company or newcomer.name
    return Client(
        id=work.new_id(),
        name=name,
        **name_keys(name),
        kind=ClientKind.COMPANY if newcomer.company else ClientKind.PERSON,
        locale=newcomer.locale,
        created_at=work.now(),
    )


def _contact(work: Work, client: Client, newcomer: Newcomer, *, is_primary: bool = True) -> Contact:
    return Contact(
        id=work.new_id(),
        client_id=client.id,
        name=newcomer.name,
        email=newcomer.email,
        phone=newcomer.phone,
        is_primary=is_primary,
    )
