"""What the board's component gets to draw: plain values in the viewer's language, short enough to patch with."""

from collections.abc import Mapping, Sequence
from typing import Any

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.core.money import Money, exponent
from studio_app.domain.deals.board.schemas import Card, Column, Totals
from studio_app.domain.deals.models import TaskKind

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
        "due": int(card.next_task_at.timestamp()) if card.next_task_at else 0,
        "doc": card.document,
        "tags": [int(tag) for tag in card.tags.split()],
        "unread": int(card.unread),
    }
    return {
        "id": card.id,
        "title": _cut(card.title, _TITLE),
        "client": _cut(card.client, _CLIENT),
        "by": short(card.manager_id),
        "stage": short(card.stage_id),
        "rank": card.rank,
        "since": round(card.stage_since.timestamp() * 1_000_000),
        "version": card.version,
        **{name: value for name, value in optional.items() if value},
    }


def totals_view(totals: Totals, probability: int, locale: str) -> list[Any]:
    """Count, sums and weighted sums of a column: `[12, "1 200 000 ₽", "480 000 ₽"]`."""
    weighted = [_part(amount, probability) for amount in totals.sums]
    return [totals.count, _sums(totals.sums, locale), _sums(weighted, locale) if 0 < probability < 100 else ""]


def board_view(columns: Sequence[Column], *, seq: int, locale: str, **extra: Any) -> dict[str, Any]:
    """The whole board as it opens."""
    return {"seq": seq, "columns": [_column_view(column, locale) for column in columns], **extra}


def totals_of(columns: Mapping[str, Totals], probabilities: Mapping[str, int], locale: str) -> dict[str, list[Any]]:
    """The totals of some columns as a patch carries them."""
    return {short(key): totals_view(totals, probabilities[key], locale) for key, totals in columns.items()}


def _column_view(column: Column, locale: str) -> dict[str, Any]:
    return {
        "key": short(column.stage_id),
        "id": column.stage_id,
        "name": column.name_en if locale == "en" else column.name_ru,
        "kind": column.kind.value,
        "colour": column.colour,
        "norm": column.norm_days,
        "totals": totals_view(column.totals, column.probability, locale),
        "cards": [card_view(card, locale) for card in column.cards],
    }


def _task_words(card: Card, locale: str) -> str:
    if card.next_task_kind in {"", TaskKind.OWN}:
        return card.next_task
    return translate(locale, f"deal.task.{card.next_task_kind}")


def _part(amount: Money, percent: int) -> Money:
    """That share of an expectation, in whole units: its kopecks say nothing."""
    unit = 10 ** exponent(amount.currency)
    return Money(amount.amount * percent // 100 // unit * unit, amount.currency)


def _sums(sums: Sequence[Money], locale: str) -> str:
    return " + ".join(money(amount, locale) for amount in sums if amount)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
