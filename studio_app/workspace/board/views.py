"""What the board's component gets to draw: plain values in the viewer's language, short enough to patch with."""

from collections.abc import Sequence
from datetime import datetime

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.core.alphabet import alphabetical
from studio_app.core.money import Money
from studio_app.domain.board.rows import TableOpening
from studio_app.domain.board.schemas import Card, CardOrder, Column, RowOrder
from studio_app.domain.board.weighing import Weighed, weigh, weigh_together
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.workspace.board.wire import messages, values

# A card shows a line of title, of client, of the next task; longer ones are cut, also to bound a patch
_TITLE = 40
_CLIENT = 24
_TASK = 20
_SHORT = 8


def short(key: str) -> str:
    """The random end of an id: enough to tell a dozen stages or people apart in a patch."""
    return key[-_SHORT:]


def card_view(card: Card, locale: str) -> values.Card:
    """A card, its long texts cut."""
    view: values.Card = {
        "id": card.id,
        "title": _cut(card.title, _TITLE),
        "client": _cut(card.client, _CLIENT),
        "by": short(card.manager_id),
        "stage": short(card.stage_id),
        "rank": card.rank,
        "since": _microseconds(card.stage_since),
        "version": card.version,
    }
    _add_what_there_is(view, card, locale)
    if task := _cut(_task_words(card, locale), _TASK):
        view["task"] = task
    return view


def row_view(card: Card, locale: str) -> values.Row:
    """A deal as a row of the table: what a card has, uncut, and the rest."""
    view: values.Row = {
        "id": card.id,
        "number": card.number,
        "title": card.title,
        "title_key": alphabetical(card.title),
        "client": card.client,
        "client_key": alphabetical(card.client),
        "by": short(card.manager_id),
        "stage": short(card.stage_id),
        "channel": card.channel_id,
        "since": _microseconds(card.stage_since),
        "created": _microseconds(card.created_at) if card.created_at else 0,
        "version": card.version,
    }
    _add_what_there_is(view, card, locale)
    if card.amount:
        view["plain"] = f"{card.amount.major:f}"
    if task := _task_words(card, locale):
        view["task"] = task
    if card.next_task_kind not in {"", TaskKind.OWN}:
        view["fixed"] = 1
    if card.closed_at:
        view["closed"] = _seconds(card.closed_at)
    return view


def _add_what_there_is(view: values.Deal, card: Card, locale: str) -> None:
    if card.amount:
        view["amount"] = money(card.amount, locale)
        view["sum"] = card.amount.amount
    if card.next_task_at:
        view["due"] = _seconds(card.next_task_at)
    if card.document:
        view["doc"] = card.document
    if card.tags:
        view["tags"] = [int(tag) for tag in card.tags.split()]
    if card.unread:
        view["unread"] = 1
    if card.answer_by:
        view["wait"] = {"since": _seconds(card.answer_since), "by": _seconds(card.answer_by)}


def totals_view(weighed: Weighed, locale: str) -> values.Totals:
    """Count, sums and weighted sums of a column or of all: `12`, `"1 200 000 ₽"`, `"480 000 ₽"`."""
    totals = weighed.totals
    return values.Totals(totals.count, _sums(totals.sums, locale), _sums(weighed.likely, locale))


def board_view(
    columns: Sequence[Column], order: CardOrder, locale: str, head: messages.SnapshotHead
) -> messages.BoardSnapshot:
    """The whole board as it opens."""
    return {"kind": "board", **head, "columns": [_column_view(column, locale) for column in columns], "order": order}


def table_view(
    table: TableOpening, order: RowOrder, locale: str, head: messages.SnapshotHead
) -> messages.TableSnapshot:
    """The whole table as it opens."""
    opening = table.opening
    probabilities = {column.stage_id: column.probability for column in opening.columns}
    return {
        "kind": "table",
        **head,
        "rows": [row_view(row, locale) for row in table.rows],
        "total": totals_view(weigh_together(opening.sums, probabilities=probabilities), locale),
        "sort": {"key": order.key, "down": order.down},
        "stages": [_stage_view(column, locale) for column in opening.columns],
    }


def more_cards_view(
    stage_id: str, after: Card | None, cards: Sequence[Card], locale: str, query: str
) -> messages.MoreCards:
    """The next cards of a column, and the card that they lie under as it is now; None: they are its first."""
    return {
        "kind": "more_cards",
        "query": query,
        "stage": short(stage_id),
        "after": card_view(after, locale) if after else None,
        "more": [card_view(one, locale) for one in cards],
    }


def more_rows_view(after: Card, rows: Sequence[Card], locale: str, query: str) -> messages.MoreRows:
    """The next rows of the table, and the row that they lie under as it is now."""
    more = [row_view(one, locale) for one in rows]
    return {"kind": "more_rows", "query": query, "after": row_view(after, locale), "more": more}


def _stage_view(column: Column, locale: str) -> values.Stage:
    return {
        "key": short(column.stage_id),
        "id": column.stage_id,
        "name": column.name_en if locale == "en" else column.name_ru,
        "kind": column.kind,
        "colour": column.colour,
        "norm": column.norm_days,
    }


def _column_view(column: Column, locale: str) -> values.Column:
    return {
        **_stage_view(column, locale),
        "totals": totals_view(weigh(column.totals, probability=column.probability), locale),
        "cards": [card_view(card, locale) for card in column.cards],
    }


def _task_words(card: Card, locale: str) -> str:
    return task_words(card.next_task_kind, card.next_task, locale)


def task_words(kind: str, title: str, locale: str) -> str:
    """What a task says: its own words, or those of its kind."""
    return title if kind in {"", TaskKind.OWN} else translate(locale, f"deal.task.{kind}")


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _sums(sums: Sequence[Money], locale: str) -> str:
    return " + ".join(money(amount, locale) for amount in sums if amount)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
