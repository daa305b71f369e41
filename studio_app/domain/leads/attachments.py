"""Use cases: the files of messages, until a deal's list of files has them; those that are left out are named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import col, select

from studio_app.core.shortening import shortened
from studio_app.domain.columns import width
from studio_app.domain.deals.models import Deal
from studio_app.domain.files.keeping import drop_bytes, give_bytes, hold_bytes
from studio_app.domain.files.service import KeptFile, NoRoom, Quota, give_up_files, note_file
from studio_app.domain.leads.models import Attachment, Conversation, Message
from studio_app.domain.work import Work


class LeftFile(StrEnum):
    """Why the bytes of a file are not kept."""

    LARGE = "large"
    KIND = "kind"  # a program, or something that a browser would run
    MANY = "many"  # beside so many others
    CUT = "cut"  # its end was never fetched
    ROOM = "room"  # the studio's, the deal's or the disk's is full
    SHARE = "share"  # that of mail is full
    ELSEWHERE = "elsewhere"  # they stay with the messenger


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentIn:
    """A file of a message; `kept` is None where its bytes are not here, and `problem` says why."""

    name: str
    size: int
    kept: KeptFile | None = None
    problem: LeftFile | None = None


def keep_attachments(
    work: Work, *, message_id: str, attachments: Sequence[AttachmentIn], quota: Quota | None = None
) -> None:
    """Note what came with a message, also what is not kept: for example, what is beyond the share of mail.

    Without a `quota` a deal is about to have them, which has a limit of its own.
    """
    for given in attachments:
        one = _within_share(work, given, quota)
        kept = one.kept
        row = Attachment(
            id=work.new_id(),
            message_id=message_id,
            name=shortened(one.name, width(Attachment.name)),
            size=one.size,
            kept=kept is not None,
        )
        row.problem = one.problem.value if one.problem else ""
        if kept is not None:
            row.stored_as, row.media_type, row.sha256 = kept.stored_as, kept.media_type, kept.sha256
        work.session.add(row)
    work.session.flush()


def _within_share(work: Work, given: AttachmentIn, quota: Quota | None) -> AttachmentIn:
    if given.kept is None:
        return given
    try:
        hold_bytes(work, stored_as=given.kept.stored_as, size=given.kept.size, quota=quota)
    except NoRoom:
        return replace(given, kept=None, problem=LeftFile.SHARE)
    return given


def give_message_files(
    work: Work, *, message_id: str, deal_id: str, quota: Quota | None
) -> tuple[tuple[str, str], ...]:
    """What a message has brought belongs to a deal from now on; what is not kept, by name, and why."""
    rows = work.session.exec(select(Attachment).where(Attachment.message_id == message_id)).all()
    for row in rows:
        _give(work, row, deal_id, quota)
    return tuple((row.name, row.problem) for row in rows if row.problem)


def give_files_to_deal(work: Work, *, lead_id: str, deal_id: str, quota: Quota | None = None) -> None:
    """What a lead's conversation has brought so far belongs to its deal from now on, as far as there is room."""
    for conversation in work.session.exec(select(Conversation).where(Conversation.lead_id == lead_id)):
        conversation.deal_id = deal_id
    for row in _attachments(work, lead_id):
        _give(work, row, deal_id, quota)


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
        hold_bytes(work, stored_as=name, size=rows[name].size)
    return len(gone)


def _attachments(work: Work, lead_id: str) -> Sequence[Attachment]:
    query = select(Attachment).join(Message, col(Message.id) == col(Attachment.message_id))
    query = query.join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    return work.session.exec(query.where(Conversation.lead_id == lead_id).order_by(col(Attachment.id))).all()


def _give(work: Work, row: Attachment, deal_id: str, quota: Quota | None) -> None:
    if not row.kept or work.session.get(Deal, deal_id) is None:
        return
    kept = KeptFile(stored_as=row.stored_as, media_type=row.media_type, size=row.size, sha256=row.sha256)
    row.kept = False  # the deal's list of files has it from now on
    give_bytes(work, stored_as=kept.stored_as)
    try:
        note_file(work, deal_id=deal_id, name=row.name, kept=kept, quota=quota)
    except NoRoom:
        row.stored_as, row.problem = "", LeftFile.ROOM.value
        drop_bytes(work, stored_as=kept.stored_as)
