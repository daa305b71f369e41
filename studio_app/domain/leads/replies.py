"""Use cases: a person of the studio answers where the client has written; a job brings the answer on its way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound
from studio_app.core.readable import clean
from studio_app.core.shortening import shortened
from studio_app.core.status import advance
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Contact
from studio_app.domain.columns import width
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.leads.kinds import SENDING_TRANSITIONS, ConversationKind, Sending
from studio_app.domain.leads.models import Conversation, Message
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.timeline.events.leads import MessageFailed, MessageSent, MessageWritten
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

SEND_REPLY = "send_reply"
_LONGEST_SUBJECT = width(Message.subject)
LONGEST = 4000  # what a message of Telegram holds
MAX_ATTEMPTS = 6
NEW_LETTER = "new"
"""In place of a conversation: a letter to the contact of the deal, with whom nobody has written yet."""

_THREAD = 10  # earlier letters that are named as references


@dataclass(frozen=True, slots=True)
class ReplyWay:
    """Where a client can be answered: a conversation, or (NEW_LETTER) the address of the deal's contact."""

    id: str
    kind: ConversationKind
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ReplyOut:
    """An answer to be sent. `thread` names the letters it answers, the oldest first; `sender` is the studio."""

    message_id: str
    kind: ConversationKind
    address: str
    subject: str
    text: str
    thread: tuple[str, ...]
    sender: str


@dataclass(frozen=True, slots=True)
class FailedReply:
    """An answer that did not get through."""

    message_id: str
    text: str


def failed_replies(work: Work, *, deal_id: str) -> tuple[FailedReply, ...]:
    """Query: answers on a deal that can be tried again, the newest first."""
    query = select(Message).join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    query = query.where(Conversation.deal_id == deal_id, Message.sending == Sending.FAILED)
    rows = work.session.exec(query.order_by(col(Message.at).desc()))
    return tuple(FailedReply(row.id, row.text) for row in rows)


def reply_ways(work: Work, *, deal_id: str) -> tuple[ReplyWay, ...]:
    """Query: where the client of a deal can be answered, what was written in last first. Raises NotFound."""
    deal = get_deal(work, deal_id)
    query = select(Conversation).where(Conversation.deal_id == deal_id).order_by(col(Conversation.last_at).desc())
    ways = [ReplyWay(one.id, one.kind, one.name, one.address) for one in work.session.exec(query) if one.address]
    contact = work.session.get_one(Contact, deal.contact_id)
    known = {way.address for way in ways if way.kind is ConversationKind.MAIL}
    if contact.email and contact.email not in known:
        ways.append(ReplyWay(NEW_LETTER, ConversationKind.MAIL, contact.name, contact.email))
    return tuple(ways)


def write_reply(work: Work, *, deal_id: str, way: str, text: str) -> str:
    """Keep an answer and enqueue its job; the id of the message. Records message.written.

    Raises NotFound, Invalid for an empty or endless one.
    """
    require(work, Permission.SEND_DOCUMENTS)
    deal = get_deal(work, deal_id)
    words = clean(text).strip()
    if not words:
        raise Invalid(field="text", reason="required")
    if len(words) > LONGEST:
        raise Invalid(field="text", reason="too_long", maximum=LONGEST)
    conversation = _conversation(work, deal, way)
    row = Message(
        id=work.new_id(),
        conversation_id=conversation.id,
        kind=conversation.kind,
        external_id="",
        subject=_subject(work, conversation, deal) if conversation.kind is ConversationKind.MAIL else "",
        text=words,
        at=work.now(),
        sending=Sending.PLANNED,
        author_id=work.actor.id,
        author_name=work.actor.name,
    )
    row.external_id = f"reply:{row.id}"
    conversation.last_at = work.now()
    work.session.add(row)
    work.session.flush()
    record(work, MessageWritten(deal_id=deal.id, message_id=row.id, via=row.kind.value, text=words))
    _enqueue(work, row)
    return row.id


def send_reply_again(work: Work, *, message_id: str) -> None:
    """Try an answer that failed once more. Raises NotFound, IllegalTransition."""
    require(work, Permission.SEND_DOCUMENTS)
    row = _answer(work, message_id)
    row.sending, row.attempts, row.problem = advance(row.sending, Sending.PLANNED, SENDING_TRANSITIONS), 0, ""
    _enqueue(work, row)


def reply_to_send(work: Work, *, message_id: str) -> ReplyOut | None:
    """Query: what is to be sent; None when it is out already, or will not be."""
    row = _answer(work, message_id)
    if row.sending is not Sending.PLANNED:
        return None
    conversation = work.session.get_one(Conversation, row.conversation_id)
    return ReplyOut(
        message_id=row.id,
        kind=row.kind,
        address=conversation.address,
        subject=row.subject,
        text=row.text,
        thread=_thread(work, row) if row.kind is ConversationKind.MAIL else (),
        sender=studio_brand(work).speaking(_locale(work, conversation)).name,
    )


def note_reply_sent(work: Work, *, message_id: str, external_id: str, kept: bool = False) -> None:
    """The answer is out, or kept where there is no mail server; records message.sent in the author's name."""
    row = _answer(work, message_id)
    if row.sending is not Sending.PLANNED:
        return
    row.sending = advance(row.sending, Sending.KEPT if kept else Sending.SENT, SENDING_TRANSITIONS)
    row.external_id, row.attempts, row.problem = external_id[:400], row.attempts + 1, ""
    if kept:
        record(work, MessageFailed(deal_id=_deal_id(work, row), message_id=row.id, problem="no_server"))
        return
    author = Actor(kind=ActorKind.STAFF, id=row.author_id, name=row.author_name)
    record(replace(work, actor=author), MessageSent(deal_id=_deal_id(work, row), message_id=row.id))


def note_reply_failure(work: Work, *, message_id: str, problem: str, detail: str, final: bool) -> bool:
    """A try that failed; whether another makes sense. After the last message.failed is recorded.

    `problem` is a catalogue key below reply.problem, `detail` what the other side said.
    """
    row = _answer(work, message_id)
    if row.sending is not Sending.PLANNED:
        return False
    row.attempts, row.problem = row.attempts + 1, detail[:300]
    if not final and row.attempts < MAX_ATTEMPTS:
        return True
    row.sending = advance(row.sending, Sending.FAILED, SENDING_TRANSITIONS)
    record(work, MessageFailed(deal_id=_deal_id(work, row), message_id=row.id, problem=problem))
    return False


def _locale(work: Work, conversation: Conversation) -> str:
    deal = work.session.get(Deal, conversation.deal_id) if conversation.deal_id else None
    return deal.locale if deal else ""


def _conversation(work: Work, deal: Deal, way: str) -> Conversation:
    if way != NEW_LETTER:
        found = work.session.get(Conversation, way)
        if found is None or found.deal_id != deal.id:
            raise NotFound
        return found
    contact = work.session.get_one(Contact, deal.contact_id)
    if not contact.email:
        raise NotFound
    made = Conversation(
        id=work.new_id(),
        kind=ConversationKind.MAIL,
        address=contact.email,
        name=contact.name,
        deal_id=deal.id,
        last_at=work.now(),
    )
    work.session.add(made)
    work.session.flush()
    return made


def _subject(work: Work, conversation: Conversation, deal: Deal) -> str:
    query = select(Message.subject).where(Message.conversation_id == conversation.id, Message.subject != "")
    last = work.session.exec(query.order_by(col(Message.at).desc()).limit(1)).first()
    if last is None:
        return shortened(deal.title, _LONGEST_SUBJECT)
    return shortened(last if last.casefold().startswith("re:") else f"Re: {last}", _LONGEST_SUBJECT)


def _thread(work: Work, row: Message) -> tuple[str, ...]:
    """The letters before this one that are in the client's mailbox, the oldest first."""
    query = select(Message.external_id).where(
        Message.conversation_id == row.conversation_id,
        col(Message.sending).in_((Sending.RECEIVED, Sending.SENT)),
        Message.at <= row.at,
        Message.id != row.id,
    )
    ids: Sequence[str] = work.session.exec(query.order_by(col(Message.at).desc()).limit(_THREAD)).all()
    return tuple(one for one in reversed(ids) if one.startswith("<"))


def _enqueue(work: Work, row: Message) -> None:
    key = f"{SEND_REPLY}:{row.id}:{work.new_id()}"
    work.jobs.enqueue(work.session, SEND_REPLY, key=key, args={"message_id": row.id})


def _deal_id(work: Work, row: Message) -> str | None:
    return work.session.get_one(Conversation, row.conversation_id).deal_id


def _answer(work: Work, message_id: str) -> Message:
    row = work.session.get(Message, message_id)
    if row is None or row.sending is Sending.RECEIVED:
        raise NotFound
    return row
