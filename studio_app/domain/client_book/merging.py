"""Use cases: two clients found to be one are made one, and apart again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.client_book.edits import renew_search
from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.duplicates import Match, find_duplicates
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, ClientMerge, Contact, Requisites
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.index import forget
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.timeline.events.clients import ClientMerged, ClientParted
from studio_app.domain.timeline.events.deals import DealClientMerged, DealClientParted
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

FIELDS = ("name", "kind", "locale", "timezone")
REQUISITES = "requisites"


class AlreadyMerged(StudioError):
    """One of the two is a part of another client already, or the merge was undone before."""

    code = "already_merged"
    status = 409


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field of both clients; `differs` where a person has to choose. Requisites are shown by name and number."""

    field: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return self.kept != self.gone and bool(self.gone)


@dataclass(frozen=True, slots=True)
class MergeContact:
    """A contact that would come over; `twin` is the one of the kept client that it is the same person as."""

    id: str
    name: str
    reach: str
    twin: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do, before anything is done."""

    kept_id: str
    gone_id: str
    fields: tuple[MergeField, ...]
    contacts: tuple[MergeContact, ...]
    deals: int


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that can be undone."""

    id: str
    gone_name: str
    at: datetime


def preview_merge(work: Work, *, kept_id: str, gone_id: str) -> MergePreview:
    """What `merge_clients` would do. Raises NotFound, Invalid, AlreadyMerged."""
    kept, gone = _pair(work, kept_id, gone_id)
    twins = _twins(work, kept_id, gone_id)
    contacts = work.session.exec(select(Contact).where(Contact.client_id == gone_id).order_by(col(Contact.id))).all()
    deals = work.session.exec(select(Deal.id).where(Deal.client_id == gone_id)).all()
    sides = [_requisites_text(work, client_id) for client_id in (kept_id, gone_id)]
    return MergePreview(
        kept_id=kept_id,
        gone_id=gone_id,
        fields=(
            *(MergeField(name, str(getattr(kept, name)), str(getattr(gone, name))) for name in FIELDS),
            MergeField(REQUISITES, *sides),
        ),
        contacts=tuple(
            MergeContact(one.id, one.name, one.email or one.phone, twins[one.id].name if one.id in twins else "")
            for one in contacts
        ),
        deals=len(deals),
    )


def merge_clients(work: Work, *, kept_id: str, gone_id: str, take: Collection[str] = ()) -> str:
    """Bring everything of `gone_id` to `kept_id`, with the fields named in `take` as well; returns the merge's id.

    Contacts who are the same person (same e-mail, or same phone and no other e-mail) become one.
    Records client.merged, and deal.client_merged on every deal that came over. Raises as `preview_merge`.
    """
    require(work, Permission.EDIT_DEALS)
    kept, gone = _pair(work, kept_id, gone_id)
    moved: dict[str, Any] = {
        "fields": _take_fields(kept, gone, take),
        REQUISITES: _take_requisites(work, kept_id, gone_id, wanted=REQUISITES in take),
    }
    twins = _twins(work, kept_id, gone_id)
    moved["contacts"] = _move_contacts(work, kept_id, gone_id, twins)
    deals = work.session.exec(select(Deal).where(Deal.client_id == gone_id)).all()
    moved["deals"] = {deal.id: deal.contact_id for deal in deals}
    for deal in deals:
        deal.client_id = kept_id
        deal.contact_id = twins[deal.contact_id].id if deal.contact_id in twins else deal.contact_id
    gone.merged_into = kept_id
    row = ClientMerge(
        id=work.new_id(), kept_id=kept_id, gone_id=gone_id, user_id=work.actor.id, at=work.now(), moved=moved
    )
    work.session.add(row)
    renew_search(work, kept)
    forget(work, kind=EntryKind.CLIENT, refs=(gone_id,))
    record(work, ClientMerged(client_id=kept_id, gone_id=gone_id, merge_id=row.id))
    for deal in deals:
        record(work, DealClientMerged(deal_id=deal.id, client=kept.name, client_before=gone.name))
    return row.id


def undo_merge(work: Work, *, merge_id: str) -> str:
    """Make two clients of one again and return the id of the one that comes back; records client.parted.

    Deals and contacts that came later stay; a field changed since keeps its newer value. Raises NotFound,
    AlreadyMerged if it was undone before or the kept client has itself been merged.
    """
    require(work, Permission.EDIT_DEALS)
    row = work.session.get(ClientMerge, merge_id)
    if row is None:
        raise NotFound
    kept, gone = work.session.get_one(Client, row.kept_id), work.session.get_one(Client, row.gone_id)
    if row.undone_at is not None or gone.merged_into != kept.id or kept.merged_into is not None:
        raise AlreadyMerged
    deals = [work.session.get_one(Deal, deal_id) for deal_id in row.moved["deals"]]
    for deal in deals:
        deal.client_id, deal.contact_id = gone.id, row.moved["deals"][deal.id]
    work.session.flush()
    for contact_id, was_primary in row.moved["contacts"].items():
        if work.session.exec(select(Deal.id).where(Deal.contact_id == contact_id, Deal.client_id == kept.id)).first():
            continue  # a later deal of the kept client is theirs
        contact = work.session.get_one(Contact, contact_id)
        contact.client_id, contact.is_primary = gone.id, was_primary
    for name, (before, after) in row.moved["fields"].items():
        if str(getattr(kept, name)) == after:
            setattr(kept, name, ClientKind(before) if name == "kind" else before)
    kept.name_key, kept.name_tail = name_keys(kept.name).values()
    _give_requisites_back(work, kept.id, row.moved[REQUISITES])
    gone.merged_into, row.undone_at = None, work.now()
    for client in (kept, gone):
        renew_search(work, client)
    record(work, ClientParted(client_id=kept.id, gone_id=gone.id, merge_id=row.id))
    for deal in deals:
        record(work, DealClientParted(deal_id=deal.id, client=gone.name, client_before=kept.name))
    return gone.id


def doubles_of(work: Work, *, client_id: str) -> tuple[Match, ...]:
    """Clients that may be the same as this one, each once with the surest reason. Raises NotFound."""
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    contacts = work.session.exec(select(Contact).where(Contact.client_id == client_id)).all()
    requisites = work.session.get(Requisites, client_id)
    queries = [
        *({"email": one.email, "phone": one.phone} for one in contacts),
        {"inn": requisites.inn if requisites else "", "company": client.name},
    ]
    found: dict[str, Match] = {}
    for about in queries:
        for match in find_duplicates(work, **about, besides=client_id):
            found.setdefault(match.client_id, match)
    return tuple(found.values())


def merges_into(work: Work, *, client_id: str) -> tuple[PastMerge, ...]:
    """The merges into a client that can be undone, the newest first."""
    rows = work.session.exec(
        select(ClientMerge, Client.name)
        .join(Client, col(Client.id) == col(ClientMerge.gone_id))
        .where(ClientMerge.kept_id == client_id, col(ClientMerge.undone_at).is_(None))
        .order_by(col(ClientMerge.at).desc())
    )
    return tuple(PastMerge(row.id, name, row.at) for row, name in rows)


def _pair(work: Work, kept_id: str, gone_id: str) -> tuple[Client, Client]:
    if kept_id == gone_id:
        raise Invalid(field="client", reason="same_client")
    kept, gone = work.session.get(Client, kept_id), work.session.get(Client, gone_id)
    if kept is None or gone is None:
        raise NotFound
    if kept.merged_into is not None or gone.merged_into is not None:
        raise AlreadyMerged
    return kept, gone


def _twins(work: Work, kept_id: str, gone_id: str) -> Mapping[str, Contact]:
    """The kept client's contact for each contact of the other who is the same person."""
    known = work.session.exec(select(Contact).where(Contact.client_id == kept_id)).all()
    coming = work.session.exec(select(Contact).where(Contact.client_id == gone_id)).all()
    found = {one.id: next((other for other in known if _same(one, other)), None) for one in coming}
    return {contact_id: twin for contact_id, twin in found.items() if twin is not None}


def _same(one: Contact, other: Contact) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return bool(one.phone) and one.phone == other.phone


def _move_contacts(work: Work, kept_id: str, gone_id: str, twins: Mapping[str, Contact]) -> dict[str, bool]:
    """Bring over who has no twin; returns whether each was the main one before."""
    coming = work.session.exec(select(Contact).where(Contact.client_id == gone_id)).all()
    moved = {one.id: one.is_primary for one in coming if one.id not in twins}
    for one in coming:
        if one.id in moved:
            one.client_id, one.is_primary = kept_id, False
    return moved


def _take_fields(kept: Client, gone: Client, take: Collection[str]) -> dict[str, list[str]]:
    taken = {name: [str(getattr(kept, name)), str(getattr(gone, name))] for name in FIELDS if name in take}
    for name in taken:
        setattr(kept, name, getattr(gone, name))
    kept.name_key, kept.name_tail = name_keys(kept.name).values()
    return taken


def _take_requisites(work: Work, kept_id: str, gone_id: str, *, wanted: bool) -> dict[str, Any]:
    """Copy the other's requisites if they are wanted or there are none; returns what was there before."""
    mine, theirs = work.session.get(Requisites, kept_id), work.session.get(Requisites, gone_id)
    if theirs is None or not (wanted or mine is None):
        return {}
    before = mine.model_dump(mode="json") if mine else None
    values = theirs.model_dump(exclude={"client_id"})
    if mine is None:
        work.session.add(Requisites(client_id=kept_id, **values))
    else:
        mine.sqlmodel_update(values)
    return {"before": before, "after": {**theirs.model_dump(mode="json"), "client_id": kept_id}}


def _give_requisites_back(work: Work, kept_id: str, kept: Mapping[str, Any]) -> None:
    row = work.session.get(Requisites, kept_id)
    if not kept or row is None or row.model_dump(mode="json") != kept["after"]:
        return
    if kept["before"] is None:
        work.session.delete(row)
    else:
        row.sqlmodel_update(Requisites.model_validate(kept["before"]).model_dump(exclude={"client_id"}))


def _requisites_text(work: Work, client_id: str) -> str:
    known = requisites_of(work, client_id=client_id)
    return ", ".join(filter(None, [known.full_name, known.inn])) if known else ""
