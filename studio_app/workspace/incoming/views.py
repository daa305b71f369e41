"""What the incoming screen shows: a lead, why it waits, and what is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, phone
from studio_app.domain.clients.addresses import shown_email
from studio_app.domain.leads.incoming import IncomingLead, Target
from studio_app.domain.leads.intake.doubts import Doubt
from studio_app.domain.leads.letters import LetterView
from studio_app.workspace.letters.views import LetterItem, letter_item


@dataclass(frozen=True)
class Proposal:
    """A decision that can be taken in one click: part of a deal, or a new deal of a client."""

    label: str = ""
    client_id: str = ""
    deal_id: str = ""


@dataclass(frozen=True)
class LeadCard:
    """An incoming lead in the words of the viewer."""

    id: str = ""
    name: str = ""
    reach: str = ""
    company: str = ""
    message: str = ""
    channel: str = ""
    when: str = ""
    reasons: list[str] = field(default_factory=list[str])
    proposals: list[Proposal] = field(default_factory=list[Proposal])
    letters: list[LetterItem] = field(default_factory=list[LetterItem])


@dataclass(frozen=True)
class TargetRow:
    """A deal that a lead can be added to by hand."""

    deal_id: str = ""
    title: str = ""
    client: str = ""


def card(lead: IncomingLead, letters: Sequence[LetterView] = (), *, locale: str, timezone: str) -> LeadCard:
    """A lead on its card, with the letters that it came by."""
    doubts = tuple(replace(doubt, client=_told_apart(doubt, lead)) for doubt in lead.doubts)
    return LeadCard(
        id=lead.id,
        name=lead.name,
        reach=" · ".join(filter(None, (shown_email(lead.email), phone(lead.phone)))),
        company=lead.company,
        message=lead.message,
        channel=lead.channel_en if locale == "en" else lead.channel_ru,
        when=moment(lead.received_at, locale, timezone),
        reasons=list(dict.fromkeys(reason(doubt, locale) for doubt in doubts)),
        proposals=_proposals(doubts, locale),
        letters=[letter_item(one, locale=locale, timezone=timezone) for one in letters],
    )


def reason(doubt: Doubt, locale: str) -> str:
    """Why a person should look, in a sentence."""
    return translate(
        locale,
        f"incoming.reason.{doubt.reason.value}",
        client=doubt.client,
        value=phone(doubt.value),
        number=doubt.deal_number,
        likeness=doubt.likeness,
    )


def target_row(target: Target) -> TargetRow:
    """A deal to choose."""
    return TargetRow(deal_id=target.deal_id, title=f"№ {target.deal_number} {target.title}", client=target.client)


def _told_apart(doubt: Doubt, lead: IncomingLead) -> str:
    """The client's name, with an address where another of the name is proposed too."""
    address = lead.reach.get(doubt.client_id, "")
    return f"{doubt.client} ({phone(address)})" if address else doubt.client


def _proposals(doubts: tuple[Doubt, ...], locale: str) -> list[Proposal]:
    made: list[Proposal] = []
    for doubt in doubts:
        if doubt.deal_id:
            label = translate(locale, "incoming.join", number=doubt.deal_number)
            made.append(Proposal(label, doubt.client_id, doubt.deal_id))
        if doubt.client_id:
            label = translate(locale, "incoming.to_client", client=doubt.client)
            made.append(Proposal(label, doubt.client_id))
    return made[:4]
