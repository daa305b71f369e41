"""Use cases: changing a client, a contact or their requisites; deals stay findable by the new names."""

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.clients.addresses import normal_email, normal_phone
from studio_app.domain.clients.company_key import name_keys
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.clients.requisites import keep_requisites
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.deals.timeline import record
from studio_app.domain.studio.requisites import Findings, RequisitesIn
from studio_app.domain.work import Work

LOCALES = frozenset({"ru", "en"})


def save_client(work: Work, *, client_id: str, name: str, locale: str) -> None:
    """Rename a client or change the language of later documents. Raises NotFound, Invalid."""
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    if not name.strip():
        raise Invalid(field="name", reason="required")
    if locale not in LOCALES:
        raise Invalid(field="locale", reason="required")
    client.name, client.locale = " ".join(name.split())[:200], locale
    client.name_key, client.name_tail = name_keys(client.name).values()
    _renew_search(work, client)
    record(work, "client.changed", deal_id=None, client_id=client_id)


def save_contact(work: Work, *, contact_id: str, name: str, email: str, phone: str, post: str = "") -> None:
    """Correct a contact; letters and codes go to the new address from now on.

    Raises NotFound, and Invalid for a name left out, a wrong address or number, or neither of the two.
    """
    contact = work.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound
    address, number = normal_email(email), normal_phone(phone)
    if not name.strip():
        raise Invalid(field="name", reason="required")
    if not (address or number):
        raise Invalid(field="email", reason="reachable")
    contact.name = " ".join(name.split())[:160]
    contact.email, contact.phone = address, number
    contact.post = " ".join(post.split())[:120]
    _renew_search(work, work.session.get_one(Client, contact.client_id))
    record(work, "contact.changed", deal_id=None, client_id=contact.client_id, contact_id=contact.id)


def save_client_requisites(work: Work, *, client_id: str, requisites: RequisitesIn) -> Findings:
    """Keep the requisites for later contracts; returns the warnings. Raises Invalid, NotFound."""
    _, found = keep_requisites(work, client_id=client_id, values=requisites)
    record(
        work,
        "requisites.saved",
        deal_id=None,
        client_id=client_id,
        warnings=[finding.field for finding in found.warnings],
    )
    return found


def _renew_search(work: Work, client: Client) -> None:
    index_client(work, client)
    rows = work.session.exec(
        select(Deal, Contact).join(Contact, col(Contact.id) == col(Deal.contact_id)).where(Deal.client_id == client.id)
    )
    for deal, contact in rows:
        index_deal(work, deal, client, contact)
