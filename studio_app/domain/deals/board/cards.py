"""Queries: the board. Totals cover the whole filter, cards come in windows."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, tuple_
from sqlalchemy import select as columns
from sqlmodel import col, func, select

from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.board.schemas import BoardFilter, Card, Change, Changes, Column, LostReasonView, Totals
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.index import refs_with
from studio_app.domain.search.models import EntryKind, SearchEntry
from studio_app.domain.studio.models import LostReason, Stage
from studio_app.domain.work import Work

FIRST = 20
"""Cards of a column that a board opens with: what a screen shows, and some to scroll to."""

WINDOW = 50
"""Cards of a column that follow at once when it is scrolled."""

_NOTHING = Totals(count=0, sums=())


def board(work: Work, *, where: BoardFilter, window: int = FIRST) -> tuple[Column, ...]:
    """All active stages in order, each with its totals and its first cards."""
    stages = work.session.exec(select(Stage).where(col(Stage.active)).order_by(col(Stage.position))).all()
    totals = column_totals(work, where=where)
    return tuple(
        Column(
            stage_id=stage.id,
            name_ru=stage.name_ru,
            name_en=stage.name_en,
            kind=stage.kind,
            colour=stage.colour,
            norm_days=stage.norm_days,
            totals=totals.get(stage.id, _NOTHING),
            cards=_window(work, stage.id, where, window) if stage.id in totals else (),
        )
        for stage in stages
    )


def more_cards(
    work: Work, *, stage_id: str, where: BoardFilter, rank: str, deal_id: str, window: int = WINDOW
) -> tuple[Card, ...]:
    """The next cards of a column under the one with `rank` and `deal_id`; its first ones where these are empty."""
    return _window(work, stage_id, where, window, below=(rank, deal_id) if deal_id else None)


def card(work: Work, *, deal_id: str) -> Card:
    """One card as it is now. Raises NotFound."""
    rows = _rows(work, _cards().where(col(Deal.id) == deal_id))
    if not rows:
        raise NotFound
    return _card(rows[0])


def lost_reasons(work: Work) -> tuple[LostReasonView, ...]:
    """The reasons to choose from when a deal is lost, in their order."""
    rows = work.session.exec(select(LostReason).where(col(LostReason.active)).order_by(col(LostReason.position)))
    return tuple(LostReasonView(id=row.id, name_ru=row.name_ru, name_en=row.name_en) for row in rows)


def column_totals(work: Work, *, where: BoardFilter, stage_ids: Collection[str] | None = None) -> dict[str, Totals]:
    """Count and sums by stage over the whole filter; a stage without deals is absent."""
    query = (
        select(Deal.stage_id, Deal.currency, func.count(), func.sum(Deal.amount))
        .where(*_conditions(work, where))
        .group_by(col(Deal.stage_id), col(Deal.currency))
        .order_by(col(Deal.stage_id), col(Deal.currency))
    )
    if stage_ids is not None:
        query = query.where(col(Deal.stage_id).in_(stage_ids))
    found: dict[str, Totals] = {}
    for stage_id, currency, count, amount in work.session.exec(query):
        before = found.get(stage_id, _NOTHING)
        found[stage_id] = Totals(before.count + count, (*before.sums, Money(int(amount), currency)))
    return found


def changes(
    work: Work, *, deal_ids: Collection[str], stage_ids: Collection[str], filters: Collection[BoardFilter]
) -> Changes:
    """What open boards have to learn about `deal_ids`: the cards, and the totals of the columns they are in.

    `stage_ids` names the columns they have left.
    """
    entry = (col(SearchEntry.kind) == EntryKind.DEAL) & (col(SearchEntry.ref) == col(Deal.id))
    found = _cards().add_columns(col(SearchEntry.words)).join(SearchEntry, entry, isouter=True)
    rows = _rows(work, found.where(col(Deal.id).in_(deal_ids)))
    cards = tuple(Change(card=_card(row), words=row.words or "") for row in rows)
    touched = set(stage_ids) | {change.card.stage_id for change in cards}
    totals: dict[BoardFilter, dict[str, Totals]] = {}
    for where in filters:
        sums = column_totals(work, where=where, stage_ids=touched)
        totals[where] = {stage_id: sums.get(stage_id, _NOTHING) for stage_id in touched}
    return Changes(cards=cards, totals=totals)


def _window(
    work: Work, stage_id: str, where: BoardFilter, window: int, *, below: tuple[str, str] | None = None
) -> tuple[Card, ...]:
    query = _cards().where(col(Deal.stage_id) == stage_id, *_conditions(work, where))
    if below is not None:
        query = query.where(tuple_(col(Deal.rank), col(Deal.id)) < below)
    rows = _rows(work, query.order_by(col(Deal.rank).desc(), col(Deal.id).desc()).limit(window))
    return tuple(_card(row) for row in rows)


def _conditions(work: Work, where: BoardFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.words:
        conditions.append(col(Deal.id).in_(refs_with(work, kind=EntryKind.DEAL, words=where.words)))
    if where.manager_id is not None:
        conditions.append(col(Deal.manager_id) == where.manager_id)
    return conditions


def _cards() -> Select[*tuple[Any, ...]]:
    # Columns, not rows of the tables: a board of 400 cards is read on every opening
    deal: list[Any] = [
        col(Deal.id),
        col(Deal.number),
        col(Deal.title),
        col(Deal.amount),
        col(Deal.currency),
        col(Deal.manager_id),
        col(Deal.stage_id),
        col(Deal.rank),
        col(Deal.stage_since),
        col(Deal.version),
    ]
    names: list[Any] = [col(Client.name).label("client"), col(User.name).label("manager")]
    return (
        columns(*deal, *names)
        .join(Client, col(Client.id) == col(Deal.client_id))
        .join(User, col(User.id) == col(Deal.manager_id))
    )


def _rows(work: Work, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    work.session.flush()  # a connection's query does not do it by itself
    return work.session.connection().execute(query).all()


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    return Card(
        id=row.id,
        number=row.number,
        title=row.title,
        client=row.client,
        amount=Money(row.amount, row.currency),
        manager_id=row.manager_id,
        manager=row.manager,
        stage_id=row.stage_id,
        rank=row.rank,
        stage_since=row.stage_since,
        version=row.version,
    )
