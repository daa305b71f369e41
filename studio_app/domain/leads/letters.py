"""Use cases: letters as they came are kept for a while; what was left out is looked at, and taken anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from studio_app.core.errors import NotFound
from studio_app.core.readable import clean
from studio_app.core.shortening import shortened
from studio_app.core.status import advance
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import width
from studio_app.domain.files.keeping import drop_bytes, hold_bytes
from studio_app.domain.files.service import KeptFile, NoRoom, Quota
from studio_app.domain.leads.conversations import TAKEN, MessageIn, Outcome, message_known, take_message
from studio_app.domain.leads.kinds import LETTER_TRANSITIONS, ConversationKind, LetterState
from studio_app.domain.leads.models import Attachment, Conversation, Letter, Message
from studio_app.domain.timeline.events.leads import LetterLeft, LetterTaken
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

KEPT_FOR = timedelta(days=90)
"""Then a letter that was left out is forgotten, and of a message only its text stays."""
TIDY = "tidy_letters"
"""The job that forgets letters whose time is over."""
PAGE = 50
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterIn:
    """A letter as it came; `kept` is None where the disk had no room for it, `reason` why it is left out."""

    external_id: str
    address: str
    name: str
    subject: str
    size: int
    kept: KeptFile | None
    reason: str = ""
    is_cut: bool = False
    encoding: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter that is kept; `stored_as` is empty where the original is not here (any more)."""

    id: str
    state: LetterState
    reason: str
    address: str
    name: str
    subject: str
    came_at: datetime
    size: int
    stored_as: str
    is_cut: bool
    encoding: str
    is_sure: bool
    left: tuple[tuple[str, int, str], ...] = ()  # files that are not kept: name, bytes, why


@dataclass(frozen=True, slots=True)
class LeftPage:
    """Letters that were left out, the newest first, and how many there are."""

    rows: tuple[LetterView, ...]
    total: int


def leave_letter(work: Work, *, letter: LetterIn, quota: Quota | None = None) -> bool:
    """Keep a letter that becomes no message, once; records letter.left. False where it is known.

    Where mail has used up its share it is listed without what it was as it came.
    """
    if _known(work, letter.external_id):
        return False
    row = _row(work, letter, LetterState.LEFT, quota)
    record(work, LetterLeft(letter_id=row.id))
    return True


def take_letter(work: Work, *, letter: LetterIn, message: MessageIn, quota: Quota | None = None) -> Outcome:
    """`take_message`, with the letter as it came beside what it became. One of ours is left out."""
    outcome = take_message(work, message=message, quota=quota)
    if outcome in TAKEN and not _known(work, letter.external_id):
        row = _row(work, letter, LetterState.TAKEN, quota)
        row.message_id = message_known(work, kind=message.kind, external_id=message.external_id)
    return outcome


def take_left_letter(work: Work, *, letter_id: str, message: MessageIn, quota: Quota | None = None) -> Outcome:
    """What a person takes although it had been left out becomes what it would have been; records letter.taken.

    KNOWN where a colleague was quicker. Raises NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    row = work.session.get(Letter, letter_id, with_for_update=True)
    if row is None:
        raise NotFound
    if row.state is LetterState.TAKEN:
        return Outcome.KNOWN
    outcome = take_message(work, message=message, quota=quota, is_anyway=True)
    row.state = advance(row.state, LetterState.TAKEN, LETTER_TRANSITIONS)
    row.message_id = message_known(work, kind=message.kind, external_id=message.external_id) or None
    row.taken_by = work.actor.name
    record(work, LetterTaken(letter_id=row.id))
    return outcome


def left_letters(work: Work, *, limit: int = PAGE) -> LeftPage:
    """Query: what was left out and may be taken anyway."""
    left = select(Letter).where(Letter.state == LetterState.LEFT)
    rows = work.session.exec(left.order_by(col(Letter.came_at).desc(), col(Letter.id).desc()).limit(limit))
    return LeftPage(tuple(_view(row) for row in rows), left_count(work))


def left_count(work: Work) -> int:
    """Query: how many letters were left out and are still here."""
    query = select(func.count()).select_from(Letter).where(Letter.state == LetterState.LEFT)
    return work.session.exec(query).one()


def letter_of(work: Work, *, letter_id: str) -> LetterView:
    """Query: one letter. Raises NotFound."""
    row = work.session.get(Letter, letter_id)
    if row is None:
        raise NotFound
    return _view(row)


def letters_of_deal(work: Work, *, deal_id: str) -> tuple[LetterView, ...]:
    """Query: the letters of a deal as they came, the newest first."""
    return _of(work, col(Conversation.deal_id) == deal_id).get(deal_id, ())


def letters_of_leads(work: Work, *, lead_ids: Sequence[str]) -> Mapping[str, tuple[LetterView, ...]]:
    """Query: by lead, its letters as they came, the newest first."""
    return _of(work, col(Conversation.lead_id).in_(lead_ids), by_lead=True) if lead_ids else {}


def plan_tidying(work: Work) -> None:
    """Plan the next look at letters whose time is over: one a day, however often this is called."""
    at = work.now().replace(hour=3, minute=40, second=0, microsecond=0) + timedelta(days=1)
    work.jobs.enqueue(work.session, TIDY, key=f"{TIDY}:{at:%Y%m%d}", args={}, at=at)


def tidy_letters(work: Work) -> None:
    """Forget letters whose time is over, with their bytes. A job: plans its own next run."""
    plan_tidying(work)
    over = select(Letter).where(col(Letter.came_at) < work.now() - KEPT_FOR)
    stale = over.where(or_(col(Letter.state) == LetterState.LEFT, col(Letter.stored_as) != ""))
    for row in work.session.exec(stale.limit(_AT_ONCE)).all():
        if row.stored_as:
            drop_bytes(work, stored_as=row.stored_as)
            row.stored_as = ""
        if row.state is LetterState.LEFT:
            work.session.delete(row)


def _known(work: Work, external_id: str) -> bool:
    return work.session.exec(select(Letter.id).where(Letter.external_id == external_id)).first() is not None


def _row(work: Work, letter: LetterIn, state: LetterState, quota: Quota | None) -> Letter:
    kept = _within_share(work, letter.kept, quota)
    row = Letter(
        id=work.new_id(),
        external_id=letter.external_id,
        state=state,
        reason=letter.reason,
        address=letter.address,
        name=shortened(clean(letter.name).strip(), width(Letter.name)),
        subject=shortened(clean(letter.subject).strip(), width(Letter.subject)),
        came_at=work.now(),
        size=letter.size,
        is_cut=letter.is_cut,
        encoding=letter.encoding,
        is_sure=letter.is_sure,
    )
    if kept is not None:
        row.stored_as, row.sha256 = kept.stored_as, kept.sha256
    work.session.add(row)
    work.session.flush()
    return row


def _within_share(work: Work, kept: KeptFile | None, quota: Quota | None) -> KeptFile | None:
    if kept is None:
        return None
    try:
        hold_bytes(work, stored_as=kept.stored_as, size=kept.size, quota=quota)
    except NoRoom:
        return None
    return kept


def _of(work: Work, which: ColumnElement[bool], *, by_lead: bool = False) -> dict[str, tuple[LetterView, ...]]:
    owner = Conversation.lead_id if by_lead else Conversation.deal_id
    query = select(owner, Letter).join(Message, col(Message.id) == col(Letter.message_id))
    query = query.join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    query = query.where(which, Conversation.kind == ConversationKind.MAIL).order_by(col(Letter.came_at).desc())
    found = work.session.exec(query).all()
    left = _left_files(work, [row.message_id for _, row in found if row.message_id])
    made: dict[str, tuple[LetterView, ...]] = {}
    for key, row in found:
        made[key or ""] = (*made.get(key or "", ()), _view(row, left.get(row.message_id or "", ())))
    return made


def _left_files(work: Work, message_ids: Sequence[str]) -> Mapping[str, tuple[tuple[str, int, str], ...]]:
    query = select(Attachment).where(col(Attachment.message_id).in_(message_ids), col(Attachment.problem) != "")
    made: dict[str, tuple[tuple[str, int, str], ...]] = {}
    for row in work.session.exec(query.order_by(col(Attachment.id))):
        made[row.message_id] = (*made.get(row.message_id, ()), (row.name, row.size, row.problem))
    return made


def _view(row: Letter, left: tuple[tuple[str, int, str], ...] = ()) -> LetterView:
    return LetterView(
        id=row.id,
        state=row.state,
        reason=row.reason,
        address=row.address,
        name=row.name,
        subject=row.subject,
        came_at=row.came_at,
        size=row.size,
        stored_as=row.stored_as,
        is_cut=row.is_cut,
        encoding=row.encoding,
        is_sure=row.is_sure,
        left=left,
    )
