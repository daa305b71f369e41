"""Query: clients that somebody may be already, each with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select

from studio_app.domain.clients.company_key import EDGE, company_key, likeness
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.work import Work

_COMPARED = 400  # names compared at most; only of very common words there are more
_SHOWN = 5


class Reason(StrEnum):
    """By what a client is recognised."""

    EMAIL = "email"
    PHONE = "phone"
    INN = "inn"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Match:
    """A client that it may be: `value` is what agrees (theirs, as we keep it), `likeness` in percent."""

    client_id: str
    client: str
    reason: Reason
    value: str
    likeness: int = 100


def find_duplicates(
    work: Work, *, email: str = "", phone: str = "", inn: str = "", company: str = "", besides: str = ""
) -> tuple[Match, ...]:
    """Clients with this (normalised) address, number, INN or a name like `company`, the surest first.

    `besides` names a client that does not count: the one whose doubles are looked for.
    """
    found = [*_by_contact(work, email, phone), *_by_inn(work, inn), *_by_name(work, company)]
    return tuple(match for match in found if match.client_id != besides)


def near(key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions of clients whose names are worth comparing with `key`: they begin, or end, like it."""
    return _begins(Client.name_key, key), _begins(Client.name_tail, key[::-1])


def _by_contact(work: Work, email: str, phone: str) -> Iterable[Match]:
    if not (email or phone):
        return ()
    wanted = [
        condition
        for value, condition in ((email, col(Contact.email) == email), (phone, col(Contact.phone) == phone))
        if value
    ]
    query = select(Client.id, Client.name, Contact.email).join(Contact, col(Contact.client_id) == col(Client.id))
    rows = work.session.connection().execute(
        query.where(or_(*wanted), col(Client.merged_into).is_(None)).order_by(
            col(Contact.is_primary).desc(), col(Contact.id)
        )
    )
    matches: dict[tuple[str, Reason], Match] = {}
    for client_id, name, address in rows:
        reason = Reason.EMAIL if email and address == email else Reason.PHONE
        value = email if reason is Reason.EMAIL else phone
        matches.setdefault((client_id, reason), Match(client_id, name, reason, value))
    return sorted(matches.values(), key=lambda match: match.reason is not Reason.EMAIL)


def _by_inn(work: Work, inn: str) -> Iterable[Match]:
    if not inn:
        return ()
    query = select(Client.id, Client.name).join(Requisites, col(Requisites.client_id) == col(Client.id))
    rows = work.session.connection().execute(
        query.where(Requisites.inn == inn, col(Client.merged_into).is_(None)).limit(_SHOWN)
    )
    return [Match(client_id, name, Reason.INN, inn) for client_id, name in rows]


def _by_name(work: Work, company: str) -> Iterable[Match]:
    key = company_key(company)
    if not key:
        return ()
    rows: dict[str, tuple[str, str]] = {}
    for edge in near(key):
        query = (
            select(Client.id, Client.name, Client.name_key)
            .where(edge, col(Client.merged_into).is_(None))
            .limit(_COMPARED)
        )
        rows.update({row.id: (row.name, row.name_key) for row in work.session.connection().execute(query)})
    alike = [
        Match(client_id, name, Reason.COMPANY, name, likeness=percent)
        for client_id, (name, theirs) in rows.items()
        if (percent := likeness(key, theirs))
    ]
    return sorted(alike, key=lambda match: (-match.likeness, match.client_id))[:_SHOWN]


def _begins(column: str, key: str) -> ColumnElement[bool]:
    edge = key[:EDGE]
    return and_(col(column) >= edge, col(column) < edge + "\U0010ffff")
