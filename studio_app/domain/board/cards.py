"""Queries: the board. Totals cover the whole filter, cards come in windows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.board.changes import DealColumns, DealForFilter
from studio_app.domain.board.filtering import PreparedFilter, prepare_filter
from studio_app.domain.board.schemas import BoardFilter, Card, CardOrder, Column, LostReasonView
from studio_app.domain.board.totals import Sums, column_sums, newest_event
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.studio.models import LostReason
from studio_app.domain.studio.stages import pipeline_stages
from studio_app.domain.work import Work

FIRST = 20
"""Cards of a column that a board opens with: what a screen shows, and some to scroll to."""

WINDOW = 50
"""Cards of a column that follow at once when it is scrolled."""

_FEW = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """A board as it opens; `newest` is the last event that it knows of."""

    prepared: PreparedFilter
    newest: int
    sums: Sums
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class CardNow:
    """A card as it is now, with what filters go by."""

    card: Card
    deal: DealForFilter


def open_board(work: Work, *, where: BoardFilter, order: CardOrder = CardOrder.MANUAL, window: int = FIRST) -> Opening:
    """The stages in use of the pipeline in order, each with its totals and its first `window` cards."""
    newest = newest_event(work)
    stages = pipeline_stages(work, where.pipeline_id)
    prepared = prepare_filter(work, where=where, stages=stages)
    sums = column_sums(work, prepared=prepared)
    found = tuple(
        Column(
            stage_id=stage.id,
            name_ru=stage.name_ru,
            name_en=stage.name_en,
            kind=stage.kind,
            colour=stage.colour,
            norm_days=stage.norm_days,
            probability=stage.probability,
            totals=sums.totals(stage.id),
            cards=_window(work, prepared, stage.id, order, window, few=_few(sums, stage.id)) if window else (),
        )
        for stage in stages
    )
    return Opening(prepared=prepared, newest=newest, sums=sums, columns=found)


def more_cards(
    work: Work,
    *,
    stage_id: str,
    where: BoardFilter,
    order: CardOrder = CardOrder.MANUAL,
    after: str = "",
    window: int = WINDOW,
) -> tuple[Card | None, tuple[Card, ...]]:
    """The deal `after` as it is now, and the next cards of a column under it; None and its first ones without it."""
    prepared = prepare_filter(work, where=where)
    last = work.session.get(Deal, after) if after else None
    cards = _window(work, prepared, stage_id, order, window, last=last) if stage_id in prepared.norms else ()
    return (card(work, deal_id=after) if last is not None else None), cards


def card(work: Work, *, deal_id: str) -> Card:
    """One card as it is now. Raises NotFound."""
    rows = card_rows(work, card_columns().where(col(Deal.id) == deal_id))
    if not rows:
        raise NotFound
    return card_of(rows[0])


def cards_now(work: Work, *, deal_ids: Collection[str]) -> tuple[CardNow, ...]:
    """These deals as they are now, for boards that have to learn of a change."""
    if not deal_ids:
        return ()
    entry = (col(SearchEntry.kind) == EntryKind.DEAL) & (col(SearchEntry.ref) == col(Deal.id))
    query = card_columns().add_columns(col(SearchEntry.words)).join(SearchEntry, entry, isouter=True)
    rows = card_rows(work, query.where(col(Deal.id).in_(deal_ids)))
    return tuple(
        CardNow(
            card_of(row),
            DealForFilter(DealColumns(*(getattr(row, name) for name in DealColumns._fields)), row.words or ""),
        )
        for row in rows
    )


def lost_reasons(work: Work) -> tuple[LostReasonView, ...]:
    """The reasons to choose from when a deal is lost, in their order."""
    rows = work.session.exec(select(LostReason).where(col(LostReason.active)).order_by(col(LostReason.position)))
    return tuple(LostReasonView(id=row.id, name_ru=row.name_ru, name_en=row.name_en) for row in rows)


def _few(sums: Sums, stage_id: str) -> int | None:
    """How many deals the filter leaves in the column, if so few that they are rather looked up than met."""
    count = sums.totals(stage_id).count
    return count if count < _FEW else None


def _window(
    work: Work,
    prepared: PreparedFilter,
    stage_id: str,
    order: CardOrder,
    window: int,
    *,
    last: Deal | None = None,
    few: int | None = None,
) -> tuple[Card, ...]:
    if few == 0:
        return ()
    walk = few is None and order is not CardOrder.AMOUNT
    query = card_columns().where(
        col(Deal.stage_id) == stage_id, *prepared.conditions(work, stage_id=stage_id, walk=walk)
    )
    if order is CardOrder.TASK:
        return _by_task(work, query, window, last)
    if order is CardOrder.AGE:
        key = col(Deal.stage_since)
        if last is not None:
            query = query.where(_after(key, last.stage_since, last.id))
        query = query.order_by(key, col(Deal.id).desc())
    else:
        field = col(Deal.amount) if order is CardOrder.AMOUNT else col(Deal.rank)
        if last is not None:
            value: Any = last.amount if order is CardOrder.AMOUNT else last.rank
            query = query.where(tuple_(field, col(Deal.id)) < (value, last.id))
        query = query.order_by(field.desc(), col(Deal.id).desc())
    return tuple(card_of(row) for row in card_rows(work, query.limit(window)))


def _by_task(work: Work, query: Select[*tuple[Any, ...]], window: int, last: Deal | None) -> tuple[Card, ...]:
    """Dated tasks first; each half walks its own end of the index."""
    key, found = col(Deal.next_task_at), list[Row[*tuple[Any, ...]]]()
    if last is None or last.next_task_at is not None:
        dated = query.where(key.is_not(None))
        if last is not None and last.next_task_at is not None:
            dated = dated.where(_after(key, last.next_task_at, last.id))
        found.extend(card_rows(work, dated.order_by(key, col(Deal.id).desc()).limit(window)))
        last = None
    if len(found) < window:
        undated = query.where(key.is_(None))
        if last is not None:
            undated = undated.where(col(Deal.id) < last.id)
        found.extend(card_rows(work, undated.order_by(col(Deal.id).desc()).limit(window - len(found))))
    return tuple(card_of(row) for row in found)


def _after(key: Any, moment: datetime, deal_id: str) -> ColumnElement[bool]:
    return or_(key > moment, and_(key == moment, col(Deal.id) < deal_id))


def card_columns() -> Select[*tuple[Any, ...]]:
    """The columns of cards, for a query that `card_rows` runs and `card_of` reads."""
    # Columns, not rows of the tables: a board of 400 cards is read on every opening
    deal: list[Any] = [
        col(Deal.id),
        col(Deal.title),
        col(Deal.amount),
        col(Deal.currency),
        col(Deal.manager_id),
        col(Deal.stage_id),
        col(Deal.rank),
        col(Deal.stage_since),
        col(Deal.version),
        col(Deal.tags),
        col(Deal.next_task),
        col(Deal.next_task_kind),
        col(Deal.next_task_at),
        col(Deal.document),
        col(Deal.unread),
        col(Deal.number),
        col(Deal.channel_id),
        col(Deal.created_at),
        col(Deal.closed_at),
        col(Deal.answer_since),
        col(Deal.answer_by),
    ]
    deal.append(col(Client.name).label("client"))
    return columns(*deal).join(Client, col(Client.id) == col(Deal.client_id))


def card_rows(work: Work, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a query made of `card_columns`."""
    work.session.flush()  # a connection's query does not do it by itself
    return work.session.connection().execute(query).all()


def card_of(row: Row[*tuple[Any, ...]]) -> Card:
    """The card of such a row."""
    return Card(
        id=row.id,
        title=row.title,
        client=row.client,
        amount=Money(row.amount, row.currency),
        manager_id=row.manager_id,
        stage_id=row.stage_id,
        rank=row.rank,
        stage_since=row.stage_since,
        version=row.version,
        tags=row.tags,
        next_task=row.next_task,
        next_task_kind=row.next_task_kind,
        next_task_at=row.next_task_at,
        document=row.document,
        unread=row.unread,
        number=row.number,
        channel_id=row.channel_id,
        created_at=row.created_at,
        closed_at=row.closed_at,
        answer_since=row.answer_since,
        answer_by=row.answer_by,
    )
