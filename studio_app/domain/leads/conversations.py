"""Use case: a letter or a message comes in; it joins its deal, its lead, or becomes a lead to decide about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select

from studio_app.core.readable import clean
from studio_app.core.shortening import shortened
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.duplicates import Reason, find_duplicates
from studio_app.domain.columns import width
from studio_app.domain.files.service import Quota
from studio_app.domain.leads.attachments import AttachmentIn, give_message_files, keep_attachments
from studio_app.domain.leads.intake.accepting import keep_leads
from studio_app.domain.leads.intake.content import fingerprint
from studio_app.domain.leads.intake.doubts import Doubt, DoubtReason, open_deal_of
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import hold
from studio_app.domain.leads.intake.schemas import LeadIn, NewLead
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.leads.models import Conversation, Message
from studio_app.domain.timeline.events.leads import LeadContinued, MessageReceived
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LONGEST_TEXT = 10_000
"""Characters of a letter that are shown as its words; a longer one comes along as a file too."""

_LONGEST_SO_FAR = 10 * LONGEST_TEXT  # of all that somebody has written before there is a deal
_LONGEST_NAME = width(Conversation.name)
_SOURCES = {ConversationKind.MAIL: "email", ConversationKind.TELEGRAM: "telegram"}


class Outcome(StrEnum):
    """What became of a message."""

    KNOWN = "known"  # it was here before
    OWN = "own"  # from the studio itself
    DEAL = "deal"
    LEAD = "lead"


TAKEN = frozenset({Outcome.DEAL, Outcome.LEAD})
"""The outcomes that keep the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageIn:
    """A letter or message as text. `thread` names the messages it answers, `deal_id` the deal it surely is about."""

    kind: ConversationKind
    external_id: str
    address: str  # e-mail address in lower case, or id of the chat
    name: str
    text: str
    at: datetime
    subject: str = ""
    phone: str = ""  # E.164
    locale: str = "ru"
    consent_version: str = ""
    deal_id: str = ""
    thread: tuple[str, ...] = ()
    attachments: tuple[AttachmentIn, ...] = ()


def take_message(work: Work, *, message: MessageIn, quota: Quota | None = None, is_anyway: bool = False) -> Outcome:
    """Keep a message once, where it belongs; records message.received on a deal, lead.held for a new lead.

    Files for which `quota` leaves a deal, or mail that no deal has, no room are named and not kept.
    `is_anyway` where a person has decided that it is no echo of ours.
    """
    if message_known(work, kind=message.kind, external_id=message.external_id):
        return Outcome.KNOWN
    by_mail = message.kind is ConversationKind.MAIL
    if by_mail and not is_anyway and work.session.exec(select(User.id).where(User.email == message.address)).first():
        return Outcome.OWN
    work = replace(work, actor=Actor(kind=ActorKind.CLIENT, name=shortened(message.name, _LONGEST_NAME)))
    message = replace(
        message,
        text=shortened(clean(message.text).strip(), LONGEST_TEXT),
        name=shortened(clean(message.name).strip(), _LONGEST_NAME),
        subject=shortened(clean(message.subject).strip(), width(Message.subject)),
    )
    conversation = _conversation(work, message)
    row = _keep(work, message, conversation, quota)
    if conversation.deal_id is not None:
        _tell_deal(work, message, row, conversation.deal_id, quota)
        return Outcome.DEAL
    _tell_lead(work, message, conversation)
    return Outcome.LEAD


def message_known(work: Work, *, kind: ConversationKind, external_id: str) -> str:
    """Query: the id of a message that is here already; empty: it is new."""
    known = select(Message.id).where(Message.kind == kind, Message.external_id == external_id)
    return work.session.exec(known).first() or ""


def _conversation(work: Work, message: MessageIn) -> Conversation:
    found = _answered(work, message) or (_of_address(work, message) if message.address else None)
    if found is None:
        found = Conversation(
            id=work.new_id(), kind=message.kind, address=message.address, name=message.name, last_at=message.at
        )
        work.session.add(found)
    if found.deal_id is None:
        found.deal_id = message.deal_id or _deal_in_progress(work, message, found)
    found.last_at = max(found.last_at, message.at)
    work.session.flush()
    return found


def _answered(work: Work, message: MessageIn) -> Conversation | None:
    """The conversation of the messages that this one answers."""
    if not message.thread:
        return None
    query = select(Conversation).join(Message, col(Message.conversation_id) == col(Conversation.id))
    mine = (Message.kind == message.kind, col(Message.external_id).in_(message.thread))
    return work.session.exec(query.where(*mine).order_by(col(Message.at).desc()).limit(1)).first()


def _of_address(work: Work, message: MessageIn) -> Conversation | None:
    """A chat is one conversation; a letter that answers nothing joins one that still waits for a decision."""
    query = select(Conversation).where(Conversation.kind == message.kind, Conversation.address == message.address)
    if message.kind is ConversationKind.MAIL:
        query = query.join(Lead, col(Lead.id) == col(Conversation.lead_id)).where(Lead.state == LeadState.INCOMING)
    return work.session.exec(query.order_by(col(Conversation.last_at).desc()).limit(1)).first()


def _deal_in_progress(work: Work, message: MessageIn, conversation: Conversation) -> str | None:
    """The open deal of whoever writes, where their address says who that is."""
    if message.kind is not ConversationKind.MAIL or conversation.lead_id is not None:
        return None
    clients = {match.client_id for match in find_duplicates(work, email=message.address)}
    deals = [deal[0] for client_id in clients if (deal := open_deal_of(work, client_id=client_id))]
    return deals[0] if len(deals) == 1 else None


def _keep(work: Work, message: MessageIn, conversation: Conversation, quota: Quota | None) -> Message:
    row = Message(
        id=work.new_id(),
        conversation_id=conversation.id,
        kind=message.kind,
        external_id=message.external_id,
        subject=message.subject,
        text=message.text,
        at=message.at,
    )
    work.session.add(row)
    work.session.flush()
    share = None if conversation.deal_id else quota
    keep_attachments(work, message_id=row.id, attachments=message.attachments, quota=share)
    return row


def _tell_deal(work: Work, message: MessageIn, row: Message, deal_id: str, quota: Quota | None) -> None:
    left = give_message_files(work, message_id=row.id, deal_id=deal_id, quota=quota)
    record(
        work,
        MessageReceived(
            deal_id=deal_id,
            message_id=row.id,
            via=message.kind.value,
            name=message.name,
            subject=row.subject,
            text=_said(message.subject, message.text, message.attachments),
            left=tuple(left),
        ),
    )


def _tell_lead(work: Work, message: MessageIn, conversation: Conversation) -> None:
    said = _said(message.subject, message.text, message.attachments)
    lead = work.session.get(Lead, conversation.lead_id) if conversation.lead_id else None
    if lead is not None:
        lead.message = shortened(f"{lead.message}\n\n{said}".strip(), _LONGEST_SO_FAR)
        lead.phone = lead.phone or message.phone
        record(work, LeadContinued(lead_id=lead.id))
        return
    by_mail = message.kind is ConversationKind.MAIL
    content = LeadIn(
        name=message.name or message.address,
        email=message.address if by_mail else "",
        phone=message.phone,
        message=said,
        source=_SOURCES[message.kind],
        consent_version=message.consent_version,
        locale=message.locale,
    )
    lead_id = work.new_id()
    keep_leads(work, [NewLead(id=lead_id, content=content, content_hash=fingerprint(content))])
    conversation.lead_id = lead_id
    hold(work, work.session.get_one(Lead, lead_id), _doubts(work, message))


def _doubts(work: Work, message: MessageIn) -> list[Doubt]:
    """Nothing that is written to us is surely a sale; whoever is known is named."""
    email = message.address if message.kind is ConversationKind.MAIL else ""
    known = find_duplicates(work, email=email, phone=message.phone)
    if not known:
        return [Doubt(DoubtReason.LETTER if email else DoubtReason.MESSAGE)]
    made: list[Doubt] = []
    for match in known:
        deal_id, number = open_deal_of(work, client_id=match.client_id) or ("", 0)
        reason = DoubtReason.EMAIL if match.reason is Reason.EMAIL else DoubtReason.PHONE
        made.append(Doubt(reason, match.client_id, match.client, deal_id, number, match.value))
    return made


def _said(subject: str, text: str, attachments: Sequence[AttachmentIn]) -> str:
    """Subject, words and the names of the files, as one text."""
    names = ", ".join(one.name for one in attachments)
    return "\n".join(filter(None, (subject, text, f"📎 {names}" if names else "")))
