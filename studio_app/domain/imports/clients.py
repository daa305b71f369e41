"""Rows of clients: one is taken in as a client or as news of a known one, and taken back while it is as it came."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from studio_app.domain.client_book.edits import renew_search
from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.deals.models import Deal
from studio_app.domain.imports.deciding import client_of_row, living, news_for
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.outcomes import Outcome
from studio_app.domain.imports.schemas import Reason
from studio_app.domain.search.index import forget
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.work import Work

_COMPANY_INN = 10  # digits; an entrepreneur's has twelve
_FILLED = ("phone", "post")


def take_client(
    work: Work, *, said: Mapping[str, Any], with_client: str = "", planned: Reason | None = None
) -> Outcome:
    """Add a client or tell a known one's news. An earlier row of the same company has made `with_client`.

    `planned` is what the dry run said about a new client: whom it resembles.
    """
    found = client_of_row(work, said)
    if found.state in {RowState.REFUSED, RowState.KNOWN}:
        return Outcome(found.state, found.reason, {"client_id": found.client_id} if found.client_id else {})
    known = living(work, found.client_id or with_client)
    client = known or _new_client(work, said)
    made: dict[str, Any] = {"client_id": client.id, "new_client": known is None, "name": client.name}
    made |= _tell_contact(work, client, said, is_first=known is None)
    made["new_requisites"] = _tell_requisites(work, client, said)
    if known is None:
        index_client(work, client)
        return Outcome(RowState.CREATED, planned, made)
    renew_search(work, client)
    reason = found.reason if found.client_id else Reason("company_of_row", {"client": client.name})
    return Outcome(RowState.JOINED, reason, made)


def take_back_client(work: Work, *, said: Mapping[str, Any], made: Mapping[str, Any]) -> Outcome:
    """Take back what a row has made, as long as it is as it came."""
    client = work.session.get(Client, made["client_id"])
    if client is None:
        return Outcome(RowState.UNDONE)
    if made["new_client"]:
        return _undo_client(work, client, said, made)
    stays = not _undo_contact(work, client, said, made)
    if made.get("new_requisites") and not stays:
        _undo_requisites(work, client, said)
    renew_search(work, client)
    return Outcome(RowState.STAYS, Reason("contact_in_use")) if stays else Outcome(RowState.UNDONE)


def drop_untouched(work: Work, contacts: Mapping[str, str]) -> set[str]:
    """Delete clients, each with its one contact, where nothing else hangs on them; the ids of those that are gone."""
    theirs = work.session.exec(select(Contact.client_id, Contact.id).where(col(Contact.client_id).in_(contacts)))
    others = {client_id for client_id, contact_id in theirs if contact_id != contacts[client_id]}
    alone = contacts.keys() - others
    try:
        with work.session.begin_nested():
            work.session.exec(delete(Contact).where(col(Contact.client_id).in_(alone)))
            work.session.exec(delete(Requisites).where(col(Requisites.client_id).in_(alone)))
            work.session.exec(delete(Client).where(col(Client.id).in_(alone)))
            forget(work, kind=EntryKind.CLIENT, refs=alone)
    except IntegrityError:  # deals, documents or money hang on one of them
        if len(alone) == 1:
            return set()
        return {gone for one in alone for gone in drop_untouched(work, {one: contacts[one]})}
    return alone


def _new_client(work: Work, said: Mapping[str, Any]) -> Client:
    name = said["company"] or said["name"]
    kind = ClientKind.COMPANY if said["company"] or len(said["inn"]) == _COMPANY_INN else ClientKind.PERSON
    client = Client(id=work.new_id(), name=name, **name_keys(name), kind=kind, created_at=work.now())
    work.session.add(client)
    work.session.flush()
    return client


def _tell_contact(work: Work, client: Client, said: Mapping[str, Any], *, is_first: bool) -> dict[str, Any]:
    """Add the person of a row, or fill in what is not known of them; nothing known is replaced."""
    contact = None if is_first else news_for(work, client.id, said)[0]
    if contact is not None:
        filled = {name: said[name] for name in _FILLED if said[name] and not getattr(contact, name)}
        for name, value in filled.items():
            setattr(contact, name, value)
        return {"contact_id": contact.id, "filled": filled}
    if not (said["email"] or said["phone"] or is_first):
        return {}
    contact = Contact(
        id=work.new_id(),
        client_id=client.id,
        name=said["name"] or said["company"],
        email=said["email"],
        phone=said["phone"],
        post=said["post"],
        is_primary=is_first,
    )
    work.session.add(contact)
    work.session.flush()
    return {"contact_id": contact.id, "new_contact": True}


def _tell_requisites(work: Work, client: Client, said: Mapping[str, Any]) -> bool:
    row = work.session.get(Requisites, client.id)
    if not said["inn"] or row is not None:
        return False
    is_company = len(said["inn"]) == _COMPANY_INN
    work.session.add(
        Requisites(
            client_id=client.id,
            kind=EntityKind.COMPANY if is_company else EntityKind.ENTREPRENEUR,
            full_name=said["company"] or said["name"],
            inn=said["inn"],
            kpp=said["kpp"] if is_company else "",
            address=said["address"],
            updated_at=work.now(),
        )
    )
    work.session.flush()
    return True


def _undo_client(work: Work, client: Client, said: Mapping[str, Any], made: Mapping[str, Any]) -> Outcome:
    deals = work.session.exec(select(func.count()).select_from(Deal).where(Deal.client_id == client.id)).one()
    if deals:
        return Outcome(RowState.STAYS, Reason("has_deals", {"count": deals}))
    contact = work.session.get(Contact, made.get("contact_id", ""))
    changed = client.name != made["name"] or client.merged_into is not None
    if changed or contact is None or not _as_it_came(contact, said) or not _inn_as_it_came(work, client, said):
        return Outcome(RowState.STAYS, Reason("was_changed"))
    work.session.flush()
    if not drop_untouched(work, {client.id: contact.id}):
        return Outcome(RowState.STAYS, Reason("was_changed"))
    for row in (contact, client):
        work.session.expunge(row)
    return Outcome(RowState.UNDONE)


def _undo_contact(work: Work, client: Client, said: Mapping[str, Any], made: Mapping[str, Any]) -> bool:
    contact = work.session.get(Contact, made.get("contact_id", ""))
    if contact is None:
        return True
    if not made.get("new_contact"):
        for name, value in made.get("filled", {}).items():
            if getattr(contact, name) == value:
                setattr(contact, name, "")
        return True
    if contact.client_id != client.id or not _as_it_came(contact, said):
        return False
    try:
        with work.session.begin_nested():
            work.session.exec(delete(Contact).where(col(Contact.id) == contact.id))
    except IntegrityError:  # a deal is with this person
        return False
    work.session.expunge(contact)
    index_client(work, client)
    return True


def _undo_requisites(work: Work, client: Client, said: Mapping[str, Any]) -> None:
    row = work.session.get(Requisites, client.id)
    if row is not None and row.inn == said["inn"] and not (row.ogrn or row.account or row.signer_name):
        work.session.delete(row)
        work.session.flush()


def _as_it_came(contact: Contact, said: Mapping[str, Any]) -> bool:
    name = said["name"] or said["company"]
    values = (contact.name, contact.email, contact.phone, contact.post)
    roles = contact.decides or contact.pays or contact.signs
    return values == (name, said["email"], said["phone"], said["post"]) and not roles


def _inn_as_it_came(work: Work, client: Client, said: Mapping[str, Any]) -> bool:
    row = work.session.get(Requisites, client.id)
    return row is None or (row.inn == said["inn"] and not (row.ogrn or row.account or row.signer_name))
