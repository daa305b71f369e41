"""Use cases: the short lists of the studio, channels and lost reasons. Nothing is deleted: history refers to it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import width
from studio_app.domain.studio.models import Channel, LostReason
from studio_app.domain.studio.names import checked_names
from studio_app.domain.timeline.events.studio import ChannelSaved, LostReasonSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


class ShortList(StrEnum):
    """Which list."""

    CHANNELS = "channels"
    LOST_REASONS = "lost_reasons"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a short list."""

    id: str
    name_ru: str
    name_en: str
    active: bool


_TABLES: dict[ShortList, type[Channel] | type[LostReason]] = {
    ShortList.CHANNELS: Channel,
    ShortList.LOST_REASONS: LostReason,
}
LONGEST_NAME = min(width(table.name_ru) for table in _TABLES.values())
"""Characters that a name may have, in any of the lists."""


def entries(work: Work, *, which: ShortList) -> list[Entry]:
    """The lines in their order, those out of use last."""
    require(work, Permission.EDIT_SETTINGS)
    table = _TABLES[which]
    rows = work.session.exec(select(table).order_by(col(table.active).desc(), col(table.position), col(table.id)))
    return [Entry(id=row.id, name_ru=row.name_ru, name_en=row.name_en, active=row.active) for row in rows]


def save_entry(work: Work, *, which: ShortList, entry: Entry) -> str:
    """Change a line, or add one (empty id) at the end; returns its id. Raises Forbidden, NotFound, Invalid."""
    require(work, Permission.EDIT_SETTINGS)
    names = checked_names(entry.name_ru, entry.name_en, maximum=LONGEST_NAME)
    row = work.session.get(_TABLES[which], entry.id) if entry.id else _new(work, which)
    if row is None:
        raise NotFound
    (row.name_ru, row.name_en), row.active = names, entry.active
    work.session.add(row)
    saved = ChannelSaved if which is ShortList.CHANNELS else LostReasonSaved
    record(work, saved(id=row.id))
    return row.id


def _new(work: Work, which: ShortList) -> Channel | LostReason:
    place = (work.session.exec(select(func.max(_TABLES[which].position))).one() or 0) + 1
    if which is ShortList.LOST_REASONS:
        return LostReason(id=work.new_id(), name_ru="", name_en="", position=place)
    key = work.new_id()
    return Channel(id=key, key=key, name_ru="", name_en="", position=place)
