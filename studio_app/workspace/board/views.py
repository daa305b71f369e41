"""What the board's component gets to draw: plain values in the viewer's language, short enough to patch with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.core.alphabet import alphabetical
from studio_app.core.money import Money, exponent
from studio_app.domain.board.rows import TableOpening
from studio_app.domain.board.schemas import Card, Column, RowOrder, Totals
from studio_app.domain.board.totals import Sums
from studio_app.domain.tasks.kinds import TaskKind

# A card shows a line of title, of client, of the next task; longer ones are cut, also to bound a patch
_TITLE = 40
_CLIENT = 24
_TASK = 20
_SHORT = 8


def short(key: str) -> str:
    """The random end of an id: enough to tell a dozen stages or people apart in a patch."""
    return key[-_SHORT:]


def card_view(card: Card, locale: str) -> dict[str, Any]:
    """A card; `since` in microseconds of the epoch, `due` in seconds, `sum` in minor units; empty ones left out."""
    optional = {
        "amount": money(card.amount, locale) if card.amount else "",
        "sum": card.amount.amount,
        "task": _cut(_task_words(card, locale), _TASK),
        "due": _seconds(card.next_task_at),
        "doc": card.document,
        "tags": [int(tag) for tag in card.tags.split()],
        "unread": int(card.unread),
        "wait": _wait(card),
    }
    return {
        "id": card.id,
        "title": _cut(card.title, _TITLE),
        "client": _cut(card.client, _CLIENT),
        "by": short(card.manager_id),
        "stage": short(card.stage_id),
        "rank": card.rank,
        "since": _microseconds(card.stage_since),
        "version": card.version,
        **{name: value for name, value in optional.items() if value},
    }


def row_view(card: Card, locale: str) -> dict[str, Any]:
    """A deal as a row of the table: what a card has, uncut, and the rest; `plain` is the amount as it is typed."""
    optional = {
        "amount": money(card.amount, locale) if card.amount else "",
        "sum": card.amount.amount,
        "plain": f"{card.amount.major:f}" if card.amount else "",
        "task": _task_words(card, locale),
        "fixed": int(card.next_task_kind not in {"", TaskKind.OWN}),
        "due": _seconds(card.next_task_at),
        "doc": card.document,
        "tags": [int(tag) for tag in card.tags.split()],
        "unread": int(card.unread),
        "wait": _wait(card),
        "closed": _seconds(card.closed_at),
    }
    return {
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
        **{name: value for name, value in optional.items() if value},
    }


def sum_view(sums: Sums, probabilities: Mapping[str, int], locale: str) -> list[Any]:
    """Count, sums and weighted sums of the whole filter, as `totals_view` has them for a column."""
    whole, likely = dict[str, int](), dict[str, int]()
    count = 0
    for stage_id, percent in probabilities.items():
        totals = sums.totals(stage_id)
        count += totals.count
        for one in totals.sums:
            whole[one.currency] = whole.get(one.currency, 0) + one.amount
            likely[one.currency] = likely.get(one.currency, 0) + one.amount * percent
    both = [[Money(amount, currency) for currency, amount in sorted(found.items())] for found in (whole, likely)]
    return [count, _sums(both[0], locale), _sums([_part(one, 1) for one in both[1]], locale)]


def totals_view(totals: Totals, probability: int, locale: str) -> list[Any]:
    """Count, sums and weighted sums of a column: `[12, "1 200 000 ₽", "480 000 ₽"]`."""
    weighted = [_part(amount, probability) for amount in totals.sums]
    return [totals.count, _sums(totals.sums, locale), _sums(weighted, locale) if 0 < probability < 100 else ""]


def board_view(columns: Sequence[Column], *, locale: str, **extra: Any) -> dict[str, Any]:
    """The whole board as it opens."""
    return {"columns": [_column_view(column, locale) for column in columns], **extra}


def more_view(stage_id: str, after: Card | None, cards: Sequence[Card], locale: str) -> dict[str, Any]:
    """The next cards of a column, and the card that they lie under as it is now; None: they are its first."""
    return {
        "stage": short(stage_id),
        "after": card_view(after, locale) if after else None,
        "more": [card_view(one, locale) for one in cards],
    }


def table_view(table: TableOpening, order: RowOrder, locale: str) -> dict[str, Any]:
    """The whole table as it opens."""
    opening = table.opening
    probabilities = {column.stage_id: column.probability for column in opening.columns}
    return {
        "rows": [row_view(row, locale) for row in table.rows],
        "total": sum_view(opening.sums, probabilities, locale),
        "sort": {"key": order.key.value, "down": order.down},
        "stages": [_stage_view(column, locale) for column in opening.columns],
    }


def totals_of(columns: Mapping[str, Totals], probabilities: Mapping[str, int], locale: str) -> dict[str, list[Any]]:
    """The totals of some columns as a patch carries them."""
    return {short(key): totals_view(totals, probabilities[key], locale) for key, totals in columns.items()}


def _stage_view(column: Column, locale: str) -> dict[str, Any]:
    return {
        "key": short(column.stage_id),
        "id": column.stage_id,
        "name": column.name_en if locale == "en" else column.name_ru,
        "kind": column.kind.value,
        "colour": column.colour,
        "norm": column.norm_days,
    }


def _column_view(column: Column, locale: str) -> dict[str, Any]:
    return {
        **_stage_view(column, locale),
        "totals": totals_view(column.totals, column.probability, locale),
        "cards": [card_view(card, locale) for card in column.cards],
    }


def _task_words(card: Card, locale: str) -> str:
    return task_words(card.next_task_kind, card.next_task, locale)


def task_words(kind: str, title: str, locale: str) -> str:
    """What a task says: its own words, or those of its kind."""
    return title if kind in {"", TaskKind.OWN} else translate(locale, f"deal.task.{kind}")


def _wait(card: Card) -> list[int]:
    """Since when and until when the client waits for an answer, in seconds; empty where nobody waits."""
    return [_seconds(card.answer_since), _seconds(card.answer_by)] if card.answer_by else []


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _part(amount: Money, percent: int) -> Money:
    """That share of an expectation, in whole units: its kopecks say nothing."""
    unit = 10 ** exponent(amount.currency)
    return Money(amount.amount * percent // 100 // unit * unit, amount.currency)


def _sums(sums: Sequence[Money], locale: str) -> str:
    return " + ".join(money(amount, locale) for amount in sums if amount)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
