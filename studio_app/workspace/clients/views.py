"""What the clients' screens show: plain values in the viewer's language and on the studio's clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money, phone, short_day
from studio_app.domain.client_book.listing import ClientCard, ClientDeal, ClientRow
from studio_app.domain.clients.addresses import shown_email
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.of_client import ClientDocument
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.requisites import REQUISITES, Finding
from studio_app.workspace import paths
from studio_app.workspace.document_kinds import SCREENS

Colour = Literal["gray", "blue", "green", "orange"]
FIELDS = tuple(name for name in REQUISITES if name != "kind")


@dataclass(frozen=True)
class RowView:
    """A client in the list."""

    id: str
    name: str
    contact: str
    reach: str
    deals: int
    last: str
    path: str


@dataclass(frozen=True)
class ContactView:
    """A person on the client's side."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""  # as people read it
    dial: str = ""  # as a telephone takes it
    post: str = ""
    is_primary: bool = False
    decides: bool = False
    pays: bool = False
    signs: bool = False


@dataclass(frozen=True)
class DealView:
    """A deal of the client."""

    title: str
    stage: str
    colour: Colour
    amount: str
    day: str
    path: str


@dataclass(frozen=True)
class DocumentView:
    """A document of the client; `path` opens it as the client sees it, empty while it is a draft."""

    kind: str
    title: str
    status: str
    colour: Colour
    day: str
    path: str
    deal_path: str


_DEAL_COLOURS: dict[StageKind, Colour] = {StageKind.OPEN: "blue", StageKind.WON: "green", StageKind.LOST: "gray"}
_STATUS_COLOURS: dict[str, Colour] = {
    "draft": "gray",
    "published": "blue",
    "accepted": "green",
    "signed": "green",
    "paid": "green",
    "declined": "orange",
    "void": "gray",
}


def row_views(rows: Iterable[ClientRow], *, locale: str, timezone: str) -> list[RowView]:
    """The list."""
    return [
        RowView(
            id=row.id,
            name=row.name,
            contact=row.contact if row.contact != row.name else "",
            reach=" · ".join(part for part in (shown_email(row.email), phone(row.phone)) if part),
            deals=row.deals,
            last=_day(row.last_deal_at, locale, timezone),
            path=paths.client(row.id),
        )
        for row in rows
    ]


def contact_views(card: ClientCard) -> list[ContactView]:
    """The contacts."""
    return [
        ContactView(
            id=one.id,
            name=one.name,
            email=shown_email(one.email),
            phone=phone(one.phone),
            dial=one.phone,
            post=one.post,
            is_primary=one.is_primary,
            **dict.fromkeys(one.roles, True),
        )
        for one in card.contacts
    ]


def deal_views(deals: Iterable[ClientDeal], *, locale: str, timezone: str) -> list[DealView]:
    """The deals."""
    return [
        DealView(
            title=deal.title,
            stage=deal.stage_en if locale == "en" else deal.stage_ru,
            colour=_DEAL_COLOURS[deal.kind],
            amount=money(deal.amount, locale) if deal.amount else "",
            day=_day(deal.created_at, locale, timezone),
            path=paths.deal(deal.id),
        )
        for deal in deals
    ]


def document_views(documents: Iterable[ClientDocument], *, locale: str, timezone: str) -> list[DocumentView]:
    """The documents."""
    return [
        DocumentView(
            kind=translate(locale, f"kind.{one.kind}.name"),
            title=translate(locale, "deal.number", number=one.number) if one.number else one.title,
            status=translate(locale, _state(one)),
            colour=_STATUS_COLOURS[one.status.value],
            day=_day(one.changed_at, locale, timezone),
            path=one.path,
            deal_path=paths.deal(one.deal_id),
        )
        for one in documents
    ]


def _state(one: ClientDocument) -> str:
    """The key of the text, as the deal's page and the list of invoices have it."""
    if one.status is DocumentStatus.PAID:
        return f"invoices.state.{one.status.value}"
    if one.status is DocumentStatus.ACCEPTED:
        return f"deal.state.{SCREENS[one.kind].when_accepted}"
    return f"deal.state.{one.status.value}"


def requisite_values(card: ClientCard) -> dict[str, str]:
    """What the requisites form starts with: what is kept, else what is known of the client."""
    kept = card.known_requisites
    return {"kind": kept.kind.value, **{name: getattr(kept, name) for name in FIELDS}}


def sentences(found: Iterable[Finding], locale: str) -> dict[str, str]:
    """The sentence of each field, empty where nothing is wrong; the first finding of a field counts."""
    said = dict.fromkeys(FIELDS, "")
    for finding in found:
        said[finding.field] = said[finding.field] or translate(
            locale, f"error.invalid.{finding.reason}", **finding.params
        )
    return said


def _day(at: datetime, locale: str, timezone: str) -> str:
    return short_day(at.astimezone(ZoneInfo(timezone)).date(), locale)
