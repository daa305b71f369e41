"""Use case: a letter or a message comes in; it joins its deal, its lead, or becomes a lead to decide about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select

from studio_app.core.shortening import shortened
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.duplicates import Reason, find_duplicates
from studio_app.domain.columns import width
from studio_app.domain.deals.intake.accepting import keep_leads
from studio_app.domain.deals.intake.content import clean, fingerprint
from studio_app.domain.deals.intake.doubts import Doubt, DoubtReason, open_deal_of
from studio_app.domain.deals.intake.receiving import hold
from studio_app.domain.deals.models import Deal, Lead, LeadState
from studio_app.domain.deals.schemas import LeadIn, NewLead
from studio_app.domain.files.service import KeptFile, add_file, give_up_files
from studio_app.domain.leads.models import Attachment, Conversation, ConversationKind, Message
from studio_app.domain.timeline import record
from studio_app.domain.work import Actor, ActorKind, Work

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentIn:
    """A file of a message; `kept` is None when it was too large, one too many, or of a kind not kept."""

    name: str
    size: int
    kept: KeptFile | None = None


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


def take_message(work: Work, *, message: MessageIn) -> Outcome:
    """Keep a message once, where it belongs; records message.received on a deal, lead.held for a new lead."""
    known = select(Message.id).where(Message.kind == message.kind, Message.external_id == message.external_id)
    if work.session.exec(known).first() is not None:
        return Outcome.KNOWN
    by_mail = message.kind is ConversationKind.MAIL
    if by_mail and work.session.exec(select(User.id).where(User.email == message.address)).first():
        return Outcome.OWN
    work = replace(work, actor=Actor(kind=ActorKind.CLIENT, name=shortened(message.name, _LONGEST_NAME)))
    message = replace(
        message,
        text=shortened(clean(message.text).strip(), LONGEST_TEXT),
        name=shortened(clean(message.name).strip(), _LONGEST_NAME),
    )
    conversation = _conversation(work, message)
    row = _keep(work, message, conversation)
    if conversation.deal_id is not None:
        _tell_deal(work, message, row, conversation.deal_id)
        return Outcome.DEAL
    _tell_lead(work, message, conversation)
    return Outcome.LEAD


def give_files_to_deal(work: Work, *, lead_id: str, deal_id: str) -> None:
    """What a lead's conversation has brought so far belongs to its deal from now on."""
    for conversation in work.session.exec(select(Conversation).where(Conversation.lead_id == lead_id)):
        conversation.deal_id = deal_id
    for row in _attachments(work, lead_id):
        _add_file(work, row, deal_id)


def take_files_from_deal(work: Work, *, lead_id: str, deal_id: str) -> int:
    """A lead's conversation leaves its deal and takes along what it has brought; how many files went with it.

    A file that a person has taken off the deal stays theirs to bring back.
    """
    for conversation in work.session.exec(select(Conversation).where(Conversation.lead_id == lead_id)):
        conversation.deal_id = None
    rows = {row.stored_as: row for row in _attachments(work, lead_id) if row.stored_as and not row.kept}
    gone = give_up_files(work, deal_id=deal_id, stored_as=rows)
    for name in gone:
        rows[name].kept = True
    return len(gone)


def _attachments(work: Work, lead_id: str) -> Sequence[Attachment]:
    query = select(Attachment).join(Message, col(Message.id) == col(Attachment.message_id))
    query = query.join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    return work.session.exec(query.where(Conversation.lead_id == lead_id).order_by(col(Attachment.id))).all()


def _conversation(work: Work, message: MessageIn) -> Conversation:
    found = _answered(work, message) or _of_address(work, message)
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


def _keep(work: Work, message: MessageIn, conversation: Conversation) -> Message:
    row = Message(
        id=work.new_id(),
        conversation_id=conversation.id,
        kind=message.kind,
        external_id=message.external_id,
        subject=shortened(clean(message.subject).strip(), width(Message.subject)),
        text=message.text,
        at=message.at,
    )
    work.session.add(row)
    work.session.flush()
    for one in message.attachments:
        kept = one.kept
        file = Attachment(
            id=work.new_id(),
            message_id=row.id,
            name=shortened(one.name, width(Attachment.name)),
            size=one.size,
            kept=kept is not None,
        )
        if kept is not None:
            file.stored_as, file.media_type, file.sha256 = kept.stored_as, kept.media_type, kept.sha256
        work.session.add(file)
    work.session.flush()
    return row


def _tell_deal(work: Work, message: MessageIn, row: Message, deal_id: str) -> None:
    record(
        work,
        "message.received",
        deal_id=deal_id,
        message_id=row.id,
        via=message.kind.value,
        name=message.name,
        subject=row.subject,
        text=_said(row.subject, message.text, message.attachments),
    )
    for file in work.session.exec(select(Attachment).where(Attachment.message_id == row.id)):
        _add_file(work, file, deal_id)


def _tell_lead(work: Work, message: MessageIn, conversation: Conversation) -> None:
    said = _said(message.subject, message.text, message.attachments)
    lead = work.session.get(Lead, conversation.lead_id) if conversation.lead_id else None
    if lead is not None:
        lead.message = shortened(f"{lead.message}\n\n{said}".strip(), _LONGEST_SO_FAR)
        lead.phone = lead.phone or message.phone
        record(work, "lead.continued", deal_id=None, lead_id=lead.id)
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


def _add_file(work: Work, row: Attachment, deal_id: str) -> None:
    if row.kept and work.session.get(Deal, deal_id) is not None:
        kept = KeptFile(stored_as=row.stored_as, media_type=row.media_type, size=row.size, sha256=row.sha256)
        add_file(work, deal_id=deal_id, name=row.name, kept=kept)
        row.kept = False  # the deal's list of files has it now
