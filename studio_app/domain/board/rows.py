"""Query: the board as a table. Totals cover the whole filter, rows come in windows of any order."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_
from sqlalchemy import select as columns
from sqlmodel import col

from studio_app.domain.board.cards import Opening, card_columns, card_of, card_rows, open_board
from studio_app.domain.board.filtering import PreparedFilter, prepare_filter
from studio_app.domain.board.options import board_people
from studio_app.domain.board.schemas import BoardFilter, Card, RowKey, RowOrder
from studio_app.domain.clients.models import Client
from studio_app.domain.columns import UtcDateTime
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Work

FIRST_ROWS = 60
"""Rows that a table opens with."""

MORE_ROWS = 200
"""Rows that follow at once when it is scrolled."""

NEWEST = RowOrder()

_FIRST_DAY, _LAST_DAY = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TableOpening:
    """A table as it opens: the board with its totals and no cards, and the first rows."""

    opening: Opening
    rows: tuple[Card, ...]


def open_table(work: Work, *, where: BoardFilter, order: RowOrder = NEWEST, window: int = FIRST_ROWS) -> TableOpening:
    """The deals of the filter as a table: totals of all of them, and the first rows."""
    return TableOpening(
        open_board(work, where=where, window=0), more_rows(work, where=where, order=order, window=window)
    )


def more_rows(
    work: Work, *, where: BoardFilter, order: RowOrder = NEWEST, after: str = "", window: int = MORE_ROWS
) -> tuple[Card, ...]:
    """The next rows below the deal `after`; the first ones where that is empty, none where it is gone."""
    query, key, down = _sorted(work, where, order)
    if after:
        found = _from_deals(columns(key), order)
        last = work.session.connection().execute(found.where(col(Deal.id) == after)).first()
        if last is None:
            return ()
        beyond, same = (key < last[0], col(Deal.id) < after) if down else (key > last[0], col(Deal.id) > after)
        query = query.where(or_(beyond, and_(key == last[0], same)))
    # ids first: all deals of the filter are sorted, and only the window's are read
    ids = [row.id for row in card_rows(work, query.limit(window))]
    rows = {row.id: card_of(row) for row in card_rows(work, card_columns().where(col(Deal.id).in_(ids)))}
    return tuple(rows[one] for one in ids)


def ids_in_order(work: Work, *, where: BoardFilter, order: RowOrder) -> tuple[str, ...]:
    """The ids of all deals of the filter, as the table has them."""
    query, _, _ = _sorted(work, where, order)
    return tuple(row.id for row in card_rows(work, query))


def _sorted(
    work: Work, where: BoardFilter, order: RowOrder
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any], bool]:
    """The ids of the filter's deals in order, as a query; what they are ordered by, and whether that falls."""
    prepared = prepare_filter(work, where=where)
    # the longest in its stage has the earliest moment
    down = not order.down if order.key is RowKey.AGE else order.down
    key = _key(work, prepared, order)
    ends = (key.desc(), col(Deal.id).desc()) if down else (key.asc(), col(Deal.id).asc())
    query = _from_deals(columns(col(Deal.id)), order)
    return query.where(col(Deal.stage_id).in_(prepared.norms), *prepared.conditions(work)).order_by(*ends), key, down


def _from_deals(query: Select[*tuple[Any, ...]], order: RowOrder) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Deal)
    return query.join(Client, col(Client.id) == col(Deal.client_id)) if order.key is RowKey.CLIENT else query


def _key(work: Work, prepared: PreparedFilter, order: RowOrder) -> ColumnElement[Any]:
    # keys of text are compared character by character, by the browser too when a row moves
    plain: dict[RowKey, Any] = {
        RowKey.NUMBER: col(Deal.number),
        RowKey.AMOUNT: col(Deal.amount),
        RowKey.AGE: col(Deal.stage_since),
        RowKey.CREATED: col(Deal.created_at),
        RowKey.TITLE: col(Deal.title_key),
        RowKey.CLIENT: col(Client.sort_key),
        RowKey.TASK: _dated(col(Deal.next_task_at), down=order.down),
        RowKey.CLOSED: _dated(col(Deal.closed_at), down=order.down),
        RowKey.STAGE: _place(col(Deal.stage_id), list(prepared.norms)),
    }
    if order.key is RowKey.MANAGER:
        return _place(col(Deal.manager_id), [person.id for person in board_people(work)])
    if order.key is RowKey.CHANNEL:
        channels = columns(col(Channel.id)).order_by(col(Channel.position), col(Channel.id))
        return _place(col(Deal.channel_id), _ids(work, channels))
    return plain[order.key]


def _place(column: Any, ids: list[str]) -> ColumnElement[Any]:
    return case({one: place for place, one in enumerate(ids)}, value=column, else_=len(ids)) if ids else literal(0)


def _dated(column: Any, *, down: bool) -> ColumnElement[Any]:
    return func.coalesce(column, literal(_FIRST_DAY if down else _LAST_DAY, UtcDateTime()), type_=UtcDateTime())


def _ids(work: Work, query: Select[*tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in work.session.connection().execute(query)]
