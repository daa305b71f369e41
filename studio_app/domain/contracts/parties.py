"""The sides of a contract, made from the legal entity and from the client's requisites."""

from dataclasses import asdict
from typing import Any

from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.contracts.schemas import Party
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.studio.requisites import requisites_in
from studio_app.domain.work import Work


def studio_party(work: Work, entity: LegalEntity, *, locale: str) -> Party:
    """The studio's side: the legal entity as it stands now, in the language of the contract."""
    settings = studio(work)
    given: dict[str, Any] = asdict(requisites_in(entity))
    return Party(
        **given | asdict(particulars(entity, locale)),
        country=entity.country,
        email=settings.email,
        phone=settings.phone,
    )


def client_party(work: Work, client: Client, contact: Contact) -> Party:
    """The client's side: the requisites kept from before, else what is known of the client."""
    kept = work.session.get(Requisites, client.id)
    if kept is not None:
        given: dict[str, Any] = asdict(requisites_in(kept))
    else:
        given = {"kind": _kind(client), "full_name": client.name, "signer_name": contact.name}
    return Party(**given, name=client.name, email=contact.email, phone=contact.phone)


def _kind(client: Client) -> EntityKind:
    if client.kind is ClientKind.PERSON:
        return EntityKind.PERSON
    return EntityKind.COMPANY if client.locale == "ru" else EntityKind.FOREIGN
