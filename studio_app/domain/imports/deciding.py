"""Query: what one row is to become, by what is known at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from studio_app.domain.clients.duplicates import Match, find_duplicates
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.imports.kinds import RowState
from studio_app.domain.imports.schemas import Reason
from studio_app.domain.leads.intake.doubts import Doubt, DoubtReason, advertising, doubts_about, home_of, look_up
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class ClientFound:
    """Whose row it is: `client_id` is empty for a new client's."""

    state: RowState
    reason: Reason | None = None
    client_id: str = ""


@dataclass(frozen=True, slots=True)
class LeadOutlook:
    """What a lead is to become, and the doubts with which it waits for a person."""

    state: RowState
    reason: Reason | None = None
    doubts: Sequence[Doubt] = ()
    deal_id: str = ""  # the deal in progress that it is part of


def lead_in(said: Mapping[str, Any]) -> LeadIn:
    """A tidied row as a lead."""
    answers = {name: said[name] for name in ("city", "budget", "inn") if said.get(name)}
    return LeadIn(
        name=said["name"] or said["company"],
        company=said["company"],
        email=said["email"],
        phone=said["phone"],
        message=said["message"],
        source=said["source"],
        answers=answers,
    )


def lead_outlook(work: Work, lead: LeadIn, *, known: bool = True) -> LeadOutlook:
    """What a lead is to become; `known` is False where nothing in it is any client's or like it."""
    if not known:
        doubts = advertising(lead)
        return LeadOutlook(RowState.HELD, Reason("links"), doubts) if doubts else LeadOutlook(RowState.CREATED)
    matches = look_up(work, lead)
    doubts = doubts_about(work, lead, matches)
    home = home_of(doubts)
    if home is not None:
        reason = Reason("open_deal", {"client": home.client, "number": home.deal_number})
        return LeadOutlook(RowState.JOINED, reason, deal_id=home.deal_id)
    if doubts:
        return LeadOutlook(RowState.HELD, _why_held(doubts), doubts)
    if not matches:
        return LeadOutlook(RowState.CREATED)
    values = {"client": matches[0].client, "value": matches[0].value}
    return LeadOutlook(RowState.JOINED, Reason("next_deal", values))


def _why_held(doubts: Sequence[Doubt]) -> Reason:
    first = doubts[0]
    if first.reason is DoubtReason.LINKS:
        return Reason("links")
    if first.reason is DoubtReason.OPEN_DEAL:
        return Reason("several_deals", {"client": first.client})
    values = {"client": first.client, "value": first.value, "likeness": first.likeness}
    return Reason(f"like_{first.reason.value}", values)


def client_of_row(work: Work, said: Mapping[str, Any]) -> ClientFound:
    """The client that a tidied row is about: by address, then phone number, then tax number.

    A row that names two clients is refused.
    """
    found = find_duplicates(work, email=said["email"], phone=said["phone"], inn=said["inn"])
    certain = {match.client_id: match for match in reversed(found)}
    if len(certain) > 1:
        names = sorted(match.client for match in certain.values())
        return ClientFound(RowState.REFUSED, Reason("two_clients", {"client": names[0], "other": names[1]}))
    for match in certain.values():
        return _joined(work, match, said)
    return ClientFound(RowState.CREATED)


def resembling(work: Work, said: Mapping[str, Any]) -> Reason | None:
    """Whom a new client resembles by name; it is made all the same, and a person may merge the two."""
    like = next(iter(find_duplicates(work, company=said["company"])), None)
    return Reason("resembles", {"client": like.client, "likeness": like.likeness}) if like else None


def news_for(work: Work, client_id: str, said: Mapping[str, Any]) -> tuple[Contact | None, bool]:
    """The client's contact that the row is about, if there is one, and whether the row says anything new."""
    email, phone = said["email"], said["phone"]
    contacts = work.session.exec(select(Contact).where(Contact.client_id == client_id)).all()
    mine = [one for one in contacts if (email and one.email == email) or (phone and one.phone == phone and not email)]
    contact = mine[0] if mine else None
    requisites = work.session.get(Requisites, client_id)
    tells_inn = bool(said["inn"]) and (requisites is None or not requisites.inn)
    if contact is None:
        return None, bool(email or phone) or tells_inn
    fills = (phone and not contact.phone) or (said["post"] and not contact.post)
    return contact, bool(fills) or tells_inn


def _joined(work: Work, match: Match, said: Mapping[str, Any]) -> ClientFound:
    values = {"client": match.client, "value": match.value}
    if not news_for(work, match.client_id, said)[1]:
        return ClientFound(RowState.KNOWN, Reason(f"known_by_{match.reason.value}", values), match.client_id)
    return ClientFound(RowState.JOINED, Reason(f"same_{match.reason.value}_known", values), match.client_id)


def living(work: Work, client_id: str) -> Client | None:
    """The client, or whom it was merged into; None where it is gone."""
    client = work.session.get(Client, client_id) if client_id else None
    while client is not None and client.merged_into:
        client = work.session.get(Client, client.merged_into)
    return client
