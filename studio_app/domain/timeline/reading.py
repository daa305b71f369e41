"""Reading the timeline back: rows become events of their types again."""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recorded import E, Recorded
from studio_app.domain.work import Work


def recorded_as(row: TimelineEvent, *types: type[E]) -> Recorded[E]:
    """A row whose kind is that of one of the types. Raises LookupError if it is not."""
    for one in types:
        if row.kind == one.kind:
            return Recorded(one.stored(row.deal_id, row.payload), row)
    raise LookupError(row.kind)


def recorded_events(work: Work, *types: type[E], where: Collection[ColumnElement[bool]] = ()) -> list[Recorded[E]]:
    """All events of these types that meet the conditions, in their order."""
    query = select(TimelineEvent).where(_is(types), *where)
    return [recorded_as(row, *types) for row in work.session.exec(query.order_by(col(TimelineEvent.id)))]


def newest(work: Work, *types: type[E], deal_id: str, limit: int | None = None) -> list[Recorded[E]]:
    """The last events of these types on a deal, the newest first."""
    query = select(TimelineEvent).where(TimelineEvent.deal_id == deal_id, _is(types))
    rows = work.session.exec(query.order_by(col(TimelineEvent.id).desc()).limit(limit))
    return [recorded_as(row, *types) for row in rows]


def _is(types: Collection[type[E]]) -> ColumnElement[bool]:
    return col(TimelineEvent.kind).in_([one.kind.value for one in types])
