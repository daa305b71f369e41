"""Queries: the clients, found by what their deals are found by, and one client with contacts and deals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.recipients import Purpose
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import query_words
from studio_app.domain.studio.kinds import EntityKind, StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.studio.requisites import RequisitesIn
from studio_app.domain.work import Work

PAGE = 50


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in the list, with the main contact and how much there is between us."""

    id: str
    name: str
    kind: ClientKind
    contact: str
    email: str
    phone: str
    deals: int
    last_deal_at: datetime


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A window of the list, newest deals first, and how many there are in all."""

    rows: tuple[ClientRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person on the client's side."""

    id: str
    name: str
    email: str
    phone: str
    post: str
    is_primary: bool
    roles: tuple[str, ...]  # decides, pays, signs


@dataclass(frozen=True, slots=True)
class ClientDeal:
    """A deal of the client and where it stands."""

    id: str
    number: int
    title: str
    stage_ru: str
    stage_en: str
    kind: StageKind
    amount: Money
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClientCard:
    """Everything about one client but the documents."""

    id: str
    name: str
    kind: ClientKind
    locale: str
    created_at: datetime
    merged_into: str  # the client that this one has become a part of, empty if it has not
    contacts: tuple[ContactCard, ...]
    requisites: RequisitesIn | None
    deals: tuple[ClientDeal, ...]

    @property
    def known_requisites(self) -> RequisitesIn:
        """What a form of requisites starts with: what is kept, else what is known of the client anyway."""
        if self.requisites is not None:
            return self.requisites
        kind = EntityKind.PERSON if self.kind is ClientKind.PERSON else EntityKind.COMPANY
        signer = self.contacts[0].name if self.contacts else ""
        return RequisitesIn(kind=kind, full_name=self.name, signer_name=signer)


def find_clients(work: Work, *, text: str = "", limit: int = PAGE, offset: int = 0) -> ClientPage:
    """The clients with a deal that contains every word of `text`, those with the newest deal first."""
    found = _deals_found(work, text)
    total = work.session.exec(select(func.count(func.distinct(Deal.client_id))).where(*found)).one()
    newest = func.max(Deal.created_at).label("newest")
    chosen = (
        select(col(Deal.client_id), newest, func.count().label("deals"))
        .where(*found)
        .group_by(col(Deal.client_id))
        .order_by(newest.desc(), col(Deal.client_id))
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    rows = work.session.exec(
        select(Client, Contact, chosen.c.deals, chosen.c.newest)
        .join(chosen, chosen.c.client_id == Client.id)
        .join(Contact, (col(Contact.client_id) == Client.id) & col(Contact.is_primary), isouter=True)
        .order_by(chosen.c.newest.desc(), col(Client.id))
    ).all()
    seen: dict[str, ClientRow] = {}
    for client, contact, deals, last in rows:
        seen.setdefault(client.id, _row(client, contact, deals, last))
    return ClientPage(rows=tuple(seen.values()), total=total)


def client_card(work: Work, *, client_id: str) -> ClientCard:
    """One client with contacts, requisites and deals, the newest deal first. Raises NotFound."""
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    contacts = work.session.exec(
        select(Contact)
        .where(Contact.client_id == client_id)
        .order_by(col(Contact.is_primary).desc(), col(Contact.name), col(Contact.id))
    )
    return ClientCard(
        id=client.id,
        name=client.name,
        kind=client.kind,
        locale=client.locale,
        created_at=client.created_at,
        merged_into=client.merged_into or "",
        contacts=tuple(
            ContactCard(
                one.id,
                one.name,
                one.email,
                one.phone,
                one.post,
                one.is_primary,
                tuple(purpose.value for purpose in Purpose if getattr(one, purpose.value)),
            )
            for one in contacts
        ),
        requisites=requisites_of(work, client_id=client_id),
        deals=client_deals(work, client_id=client_id),
    )


def client_deals(work: Work, *, client_id: str, besides: str = "", limit: int = PAGE) -> tuple[ClientDeal, ...]:
    """The newest deals of a client, without the deal `besides`."""
    rows = work.session.exec(
        select(Deal, Stage)
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .where(Deal.client_id == client_id, Deal.id != besides)
        .order_by(col(Deal.created_at).desc(), col(Deal.id))
        .limit(limit)
    )
    return tuple(_deal(deal, stage) for deal, stage in rows)


def _deals_found(work: Work, text: str) -> list[ColumnElement[bool]]:
    words = query_words(text)
    return [col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=words))] if words else []


def _row(client: Client, contact: Contact | None, deals: int, last: Any) -> ClientRow:
    return ClientRow(
        id=client.id,
        name=client.name,
        kind=client.kind,
        contact=contact.name if contact else "",
        email=contact.email if contact else "",
        phone=contact.phone if contact else "",
        deals=deals,
        last_deal_at=last,
    )


def _deal(deal: Deal, stage: Stage) -> ClientDeal:
    return ClientDeal(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        stage_ru=stage.name_ru,
        stage_en=stage.name_en,
        kind=stage.kind,
        amount=Money(deal.amount, deal.currency),
        created_at=deal.created_at,
    )
