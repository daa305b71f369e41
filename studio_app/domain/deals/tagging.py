"""Use cases: the words that deals are marked with."""

from collections.abc import Sequence

from sqlmodel import select

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.studio.models import Tag
from studio_app.domain.timeline.events.deals import DealTagged, TagSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_NAME_LENGTH = 40
MOST_TAGS = 12  # of one deal: a card shows three
COLOURS = ("slate", "blue", "teal", "green", "amber", "orange", "red", "pink", "violet")


def add_tag(work: Work, *, name: str) -> int:
    """The number of the tag with that name, new or known, back in use if it was not. Raises Invalid."""
    require(work, Permission.EDIT_DEALS)
    words = " ".join(name.split())
    if not words:
        raise Invalid(field="tag", reason="required")
    if len(words) > MAX_NAME_LENGTH:
        raise Invalid(field="tag", reason="too_long", maximum=MAX_NAME_LENGTH)
    tags = work.session.exec(select(Tag)).all()
    known = next((tag for tag in tags if tag.name.lower() == words.lower()), None)
    if known is None:
        known = Tag(name=words, colour=COLOURS[len(tags) % len(COLOURS)])
        work.session.add(known)
    elif known.active:
        return known.id or 0
    known.active = True
    work.session.flush()
    tag_id = known.id or 0
    record(work, TagSaved(tag_id=tag_id))
    return tag_id


def tag_deal(work: Work, *, deal_id: str, tag_id: int, on: bool) -> None:
    """Mark the deal with the tag or take it off; records deal.tagged. Raises NotFound, Invalid for too many."""
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    tag = work.session.get(Tag, tag_id)
    if tag is None:
        raise NotFound
    before = tags_of(deal)
    after = sorted({*before, tag_id}) if on else [one for one in before if one != tag_id]
    if after == before:
        return
    if len(after) > MOST_TAGS:
        raise Invalid(field="tag", reason="too_many_tags", maximum=MOST_TAGS)
    deal.tags = f" {' '.join(map(str, after))} " if after else ""
    record(work, DealTagged(deal_id=deal.id, tag_id=tag_id, tag=tag.name, on=on))


def tags_of(deal: Deal) -> Sequence[int]:
    """The numbers of the deal's tags, in order."""
    return [int(number) for number in deal.tags.split()]
