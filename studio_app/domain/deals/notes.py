"""Use case: a note on a deal. The timeline itself keeps its words."""

from studio_app.core.errors import Invalid
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.timeline import record
from studio_app.domain.work import Work

MAX_NOTE_LENGTH = 4000


def add_note(work: Work, *, deal_id: str, text: str) -> None:
    """Write a note down; records note.added. Raises Invalid for an empty or endless one, NotFound."""
    deal = get_deal(work, deal_id)
    words = text.strip()
    if not words:
        raise Invalid(field="note", reason="required")
    if len(words) > MAX_NOTE_LENGTH:
        raise Invalid(field="note", reason="too_long", maximum=MAX_NOTE_LENGTH)
    record(work, "note.added", deal_id=deal.id, text=words)
