"""Use cases: changing a client, a contact or their requisites; deals stay findable by the new names."""

from collections.abc import Mapping

from sqlmodel import col, select

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, NotFound
from studio_app.core.merging import Clash, merge
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.clients.addresses import normal_email
from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.phones import normal_phone
from studio_app.domain.clients.recipients import Purpose
from studio_app.domain.clients.requisites import keep_requisites
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.columns import widths
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.studio.current import country
from studio_app.domain.studio.requisites import Findings, RequisitesIn
from studio_app.domain.timeline.events.clients import ClientChanged, ContactAdded, ContactChanged, RequisitesSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LOCALES = frozenset({"ru", "en"})
ROLES = tuple(purpose.value for purpose in Purpose)
CONTACT_FIELDS = ("name", "email", "phone", "post", *ROLES)
LONGEST_OF_CLIENT = widths(Client, "name")
"""Characters that the texts of a client may have."""
LONGEST_OF_CONTACT = widths(Contact, "name", "email", "phone", "post")
"""Characters that the texts of a contact may have."""


def save_client(
    work: Work, *, client_id: str, values: Mapping[str, str], seen: Mapping[str, str] | None = None
) -> tuple[Clash, ...]:
    """Rename a client or change the language of later documents (fields name, locale).

    `seen` is what the person had before them: what a colleague changed meanwhile stands, and comes back
    as clashes. Raises NotFound, Invalid.
    """
    require(work, Permission.EDIT_DEALS)
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    if not values["name"].strip():
        raise Invalid(field="name", reason="required")
    if values["locale"] not in LOCALES:
        raise Invalid(field="locale", reason="required")
    mine = {
        "name": limited("name", " ".join(values["name"].split()), LONGEST_OF_CLIENT["name"]),
        "locale": values["locale"],
    }
    now = {"name": client.name, "locale": client.locale}
    merged = merge(seen=seen or now, mine=mine, theirs=now)
    if merged.values != now:
        client.name, client.locale = merged.values["name"], merged.values["locale"]
        client.name_key, client.name_tail = name_keys(client.name).values()
        renew_search(work, client)
        record(work, ClientChanged(client_id=client_id))
    return merged.clashes


def save_contact(
    work: Work, *, contact_id: str, values: Mapping[str, str], seen: Mapping[str, str] | None = None
) -> tuple[Clash, ...]:
    """Correct a contact (fields CONTACT_FIELDS); letters and codes go to the new address from now on.

    `seen` as for a client. Raises NotFound, and Invalid for a name left out, a wrong address or number,
    or neither of the two.
    """
    require(work, Permission.EDIT_DEALS)
    contact = work.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound
    now = _values(contact)
    merged = merge(seen=seen or now, mine=_tidy(work, values), theirs=now)
    if merged.values != now:
        _put(contact, merged.values)
        renew_search(work, work.session.get_one(Client, contact.client_id))
        record(work, ContactChanged(client_id=contact.client_id, contact_id=contact.id))
    return merged.clashes


def add_contact(work: Work, *, client_id: str, values: Mapping[str, str]) -> str:
    """Add a person to a client and return the id; records contact.added. Raises NotFound, Invalid."""
    require(work, Permission.EDIT_DEALS)
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    contact = Contact(id=work.new_id(), client_id=client_id, name="", is_primary=False)
    _put(contact, _tidy(work, values))
    work.session.add(contact)
    index_client(work, client)
    record(work, ContactAdded(client_id=client_id, contact_id=contact.id))
    if contact.signs:
        record(work, ContactChanged(client_id=client_id, contact_id=contact.id))
    return contact.id


def contact_values(work: Work, *, contact_id: str) -> dict[str, str]:
    """The fields of a contact as a form holds them; a role that a person has is `on`. Raises NotFound."""
    contact = work.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound
    return _values(contact)


def save_client_requisites(work: Work, *, client_id: str, requisites: RequisitesIn) -> Findings:
    """Keep the requisites for later contracts; returns the warnings. Raises Invalid, NotFound."""
    require(work, Permission.EDIT_DEALS)
    _, found = keep_requisites(work, client_id=client_id, values=requisites)
    record(
        work,
        RequisitesSaved(deal_id=None, client_id=client_id, warnings=tuple(finding.field for finding in found.warnings)),
    )
    return found


def _tidy(work: Work, values: Mapping[str, str]) -> dict[str, str]:
    address, number = normal_email(values["email"]), normal_phone(values["phone"], region=country(work))
    if not values["name"].strip():
        raise Invalid(field="name", reason="required")
    if not (address or number):
        raise Invalid(field="email", reason="reachable")
    return {
        "name": limited("name", " ".join(values["name"].split()), LONGEST_OF_CONTACT["name"]),
        "email": address,
        "phone": number,
        "post": limited("post", " ".join(values.get("post", "").split()), LONGEST_OF_CONTACT["post"]),
        **{role: "on" if values[role] else "" for role in ROLES if role in values},
    }


def _values(contact: Contact) -> dict[str, str]:
    return {
        **{name: str(getattr(contact, name)) for name in CONTACT_FIELDS[:4]},
        **{role: "on" if getattr(contact, role) else "" for role in ROLES},
    }


def _put(contact: Contact, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(contact, name, bool(value) if name in ROLES else value)


def renew_search(work: Work, client: Client) -> None:
    """Have a client and its deals found by the names of today; one merged into another is not found itself."""
    if client.merged_into is None:
        index_client(work, client)
    rows = work.session.exec(
        select(Deal, Contact).join(Contact, col(Contact.id) == col(Deal.contact_id)).where(Deal.client_id == client.id)
    )
    for deal, contact in rows:
        index_deal(work, deal, client, contact)
