"""Use cases: notes on a deal. The timeline keeps their words; one just written can be taken back."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.errors import Forbidden, Invalid, NotFound, StudioError
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.timeline.events.deals import ContactMade, ContactWithdrawn, NoteAdded, NoteWithdrawn, TakenBack
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import newest
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_NOTE_LENGTH = 4000
UNDO_SECONDS = 10
_GRACE = timedelta(seconds=UNDO_SECONDS + 5)  # the click travels
_WITHDRAWS: Mapping[str, type[TakenBack]] = {NoteAdded.kind: NoteWithdrawn, ContactMade.kind: ContactWithdrawn}


class TooLate(StudioError):
    """The moment in which it could be taken back is over."""

    code = "too_late"
    status = 409


def add_note(work: Work, *, deal_id: str, text: str) -> int:
    """Write a note down and return its event's id; records note.added with who is mentioned.

    Raises Invalid for an empty or endless one, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    words = checked_words(text, field="text")
    if not words:
        raise Invalid(field="text", reason="required")
    recorded = record(work, NoteAdded(deal_id=deal.id, text=words, mentions=tuple(mentioned(work, words))))
    work.session.flush()
    return recorded.id


def take_back(work: Work, *, event_id: int) -> None:
    """Take one's own note or logged contact back, within ten seconds; the timeline keeps both rows.

    Raises NotFound, Forbidden for somebody else's, TooLate.
    """
    require(work, Permission.EDIT_DEALS)
    event = work.session.get(TimelineEvent, event_id)
    withdrawn = _WITHDRAWS.get(event.kind) if event else None
    if event is None or withdrawn is None or event.deal_id is None:
        raise NotFound
    if event.actor_id != work.actor.id:
        raise Forbidden
    if work.now() - event.at > _GRACE:
        raise TooLate
    earlier = newest(work, withdrawn, deal_id=event.deal_id)
    if event_id not in {one.event.event_id for one in earlier}:
        record(work, withdrawn(deal_id=event.deal_id, event_id=event_id))


def seconds_to_take_back(at: datetime, now: datetime) -> int:
    """How long what a person wrote down `at` that moment can be taken back; 0: not any more."""
    return max(0, UNDO_SECONDS - abs(int((now - at).total_seconds())))  # a clock may have been put back


def checked_words(text: str, *, field: str) -> str:
    """The text without blank edges. Raises Invalid for an endless one."""
    words = text.strip()
    if len(words) > MAX_NOTE_LENGTH:
        raise Invalid(field=field, reason="too_long", maximum=MAX_NOTE_LENGTH)
    return words


def mentionable(work: Work) -> tuple[str, ...]:
    """The names of those whom a note may mention, in their order."""
    return tuple(person.name for person in _mentionable(work))


def mentioned(work: Work, text: str) -> list[str]:
    """The ids of the active people named after an @, by full name or, where only one has it, by first name."""
    if "@" not in text:
        return []
    people = _mentionable(work)
    firsts = [person.name.split()[0].lower() for person in people]
    found: list[str] = []
    for person, first in zip(people, firsts, strict=True):
        names = [person.name.lower(), *([first] if firsts.count(first) == 1 else [])]
        if any(re.search(rf"@{re.escape(name)}(?!\w)", text.lower()) for name in names):
            found.append(person.id)
    return found


def _mentionable(work: Work) -> Sequence[User]:
    return work.session.exec(select(User).where(col(User.active)).order_by(col(User.name))).all()
