"""A filter made ready: the same question for the database and for a deal in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal_column, or_
from sqlmodel import col, select

from studio_app.domain.accounts.models import User
from studio_app.domain.board.changes import DealColumns, DealForFilter
from studio_app.domain.board.schemas import BoardFilter
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import has_words
from studio_app.domain.studio.current import end_of_day, start_of_day, zone
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.studio.stages import pipeline_stages
from studio_app.domain.work import Work

_NOTHING: ColumnElement[str] = literal_column(
    "''"
)  # in the statement itself: only so it is known to match a partial index


@dataclass(frozen=True, slots=True)
class PreparedFilter:
    """A filter with all that it takes from other tables; renewed when one of them changes."""

    where: BoardFilter
    norms: Mapping[str, int]  # by stage of the pipeline: days a deal may stay, 0 for any time
    managers: frozenset[str] | None  # None: everybody's deals
    created: tuple[datetime | None, datetime | None]  # from, before
    closed: tuple[datetime | None, datetime | None]

    def shows(self, deal: DealForFilter, now: datetime) -> bool:
        """Whether the deal passes the filter."""
        where, columns = self.where, deal.columns
        return (
            columns.stage_id in self.norms
            and (self.managers is None or columns.manager_id in self.managers)
            and (not where.channel_id or columns.channel_id == where.channel_id)
            and (not where.tag_id or f" {where.tag_id} " in columns.tags)
            and (where.amount_from is None or columns.amount >= where.amount_from)
            and (where.amount_to is None or columns.amount <= where.amount_to)
            and (not where.no_task or not columns.next_task_kind)
            and _within(columns.created_at, self.created)
            and _within(columns.closed_at, self.closed)
            and (not where.stale or self._stale(columns, now))
            and (not where.words or has_words(deal.words, where.words))
        )

    def parts(self, work: Work) -> list[tuple[list[str], list[ColumnElement[bool]]]]:
        """The filter cut into stages that a database can look up at once, each with its conditions."""
        if not self.where.stale:
            return [(list(self.norms), self.conditions(work))]
        return [([key], self.conditions(work, stage_id=key)) for key, days in self.norms.items() if days > 0]

    def conditions(self, work: Work, *, stage_id: str = "", walk: bool = False) -> list[ColumnElement[bool]]:
        """The filter for a query over deals of that stage; without one the query names the pipeline's stages.

        With `walk` the deals are met in their own order until enough have passed, and not all looked up and sorted.
        """
        where, now = self.where, work.now()
        amount = _walked(col(Deal.amount)) if walk else col(Deal.amount)
        found: list[ColumnElement[bool]] = []
        if self.managers is not None:
            found.append(_among(self.managers))
        if where.channel_id:
            found.append(col(Deal.channel_id) == where.channel_id)
        if where.tag_id:
            found += [col(Deal.tags) != _NOTHING, col(Deal.tags).contains(f" {where.tag_id} ")]
        if where.amount_from is not None:
            found.append(amount >= where.amount_from)
        if where.amount_to is not None:
            found.append(amount <= where.amount_to)
        if where.no_task:
            found.append(col(Deal.next_task_kind) == _NOTHING)
        for column, (start, end) in ((col(Deal.created_at), self.created), (col(Deal.closed_at), self.closed)):
            found.extend([column >= start] if start else [])
            found.extend([column < end] if end else [])
        if where.stale:
            found.append(self._stale_in_sql(now, [stage_id] if stage_id else list(self.norms), walk=walk))
        if where.words:
            found.append(col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=where.words)))
        return found

    def _stale(self, columns: DealColumns, now: datetime) -> bool:
        days = self.norms[columns.stage_id]
        return days > 0 and columns.stage_since < now - timedelta(days=days)

    def _stale_in_sql(self, now: datetime, stages: list[str], *, walk: bool) -> ColumnElement[bool]:
        since = _walked(col(Deal.stage_since)) if walk else col(Deal.stage_since)
        late = [
            and_(col(Deal.stage_id) == stage_id, since < now - timedelta(days=self.norms[stage_id]))
            for stage_id in stages
            if self.norms.get(stage_id, 0) > 0
        ]
        return or_(*late) if late else false()


def _walked(column: Any) -> ColumnElement[Any]:
    """The same value, which no index is known to hold."""
    return func.coalesce(column, column)


def prepare_filter(work: Work, *, where: BoardFilter, stages: list[Stage] | None = None) -> PreparedFilter:
    """The filter made ready for the stages in use of its pipeline."""
    clock = zone(work) if _has_days(where) else UTC
    return PreparedFilter(
        where=where,
        norms={
            stage.id: stage.norm_days if stage.kind is StageKind.OPEN else 0
            for stage in (stages if stages is not None else pipeline_stages(work, where.pipeline_id))
        },
        managers=_managers(work, where),
        created=_span(where.created_from, where.created_to, clock),
        closed=_span(where.closed_from, where.closed_to, clock),
    )


def _managers(work: Work, where: BoardFilter) -> frozenset[str] | None:
    if not where.team:
        return None if where.manager_id is None else frozenset((where.manager_id,))
    team = frozenset(work.session.exec(select(User.id).where(User.team == where.team)))
    return team if where.manager_id is None else team & {where.manager_id}


def _among(managers: frozenset[str]) -> ColumnElement[bool]:
    # one by name: SQLite walks the manager's own index then
    return col(Deal.manager_id) == min(managers) if len(managers) == 1 else col(Deal.manager_id).in_(managers)


def _has_days(where: BoardFilter) -> bool:
    return any((where.created_from, where.created_to, where.closed_from, where.closed_to))


def _span(start: date | None, end: date | None, clock: tzinfo) -> tuple[datetime | None, datetime | None]:
    return start_of_day(start, clock) if start else None, end_of_day(end, clock) if end else None


def _within(moment: datetime | None, span: tuple[datetime | None, datetime | None]) -> bool:
    start, end = span
    if start is None and end is None:
        return True
    return moment is not None and (start is None or moment >= start) and (end is None or moment < end)
