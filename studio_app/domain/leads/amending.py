"""Use case: a letter was read in a wrong encoding; what it says is put right wherever it went."""

from dataclasses import dataclass

from studio_app.core.errors import NotFound
from studio_app.core.readable import clean
from studio_app.core.shortening import shortened
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import width
from studio_app.domain.leads.conversations import LONGEST_TEXT
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.models import Conversation, Letter, Message
from studio_app.domain.timeline.events.leads import LetterReread, MessageReread
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Amended:
    """What a letter says in the encoding that a person has chosen."""

    name: str
    subject: str
    text: str
    encoding: str


def amend_letter(work: Work, *, letter_id: str, amended: Amended) -> None:
    """Put the words right: in the list, in the message, in its lead; records message.reread. Raises NotFound.

    What a deal was told stays in its history, and the right words stand above it.
    """
    require(work, Permission.EDIT_DEALS)
    row = work.session.get(Letter, letter_id, with_for_update=True)
    if row is None:
        raise NotFound
    before, subject = row.name, shortened(clean(amended.subject).strip(), width(Letter.subject))
    row.name, row.subject = shortened(clean(amended.name).strip(), width(Letter.name)), subject
    row.encoding, row.is_sure = amended.encoding, True
    message = work.session.get(Message, row.message_id) if row.message_id else None
    if message is None:
        record(work, LetterReread(letter_id=row.id))
        return
    text = shortened(clean(amended.text).strip(), LONGEST_TEXT)
    old = (message.subject, message.text)
    message.subject, message.text = subject, text
    conversation = work.session.get_one(Conversation, message.conversation_id)
    conversation.name = row.name if conversation.name == before and row.name else conversation.name
    lead = work.session.get(Lead, conversation.lead_id) if conversation.lead_id else None
    if lead is not None:
        for wrong, right in zip(old, (subject, text), strict=True):
            lead.message = lead.message.replace(wrong, right, 1) if wrong else lead.message
        lead.name = row.name if lead.name == before and row.name else lead.name
    said = "\n".join(filter(None, (subject, text)))
    record(work, MessageReread(deal_id=conversation.deal_id, message_id=message.id, text=said))
