"""What the board's component gets to draw: plain values in the viewer's language, short enough to patch with."""

from collections.abc import Sequence
from typing import Any

from studio_app.adapters.texts.format import money
from studio_app.domain.deals.board.schemas import Card, Column, Totals

# A card shows two lines of title and one of client; longer ones are cut, also to bound the size of a patch
_TITLE = 48
_CLIENT = 24
_MANAGER = 18


def card_view(card: Card, locale: str) -> dict[str, Any]:
    """A card; `since` in seconds of the epoch."""
    return {
        "id": card.id,
        "number": card.number,
        "title": _cut(card.title, _TITLE),
        "client": _cut(card.client, _CLIENT),
        "amount": money(card.amount, locale) if card.amount else "",
        "manager": _cut(card.manager, _MANAGER),
        "stage": card.stage_id,
        "rank": card.rank,
        "since": int(card.stage_since.timestamp()),
        "version": card.version,
    }


def totals_view(totals: Totals, locale: str) -> list[Any]:
    """Count and sums of a column: `[12, "1 200 000 ₽"]`."""
    return [totals.count, " + ".join(money(amount, locale) for amount in totals.sums if amount)]


def board_view(columns: Sequence[Column], *, seq: int, locale: str) -> dict[str, Any]:
    """The whole board as it opens."""
    return {"seq": seq, "columns": [_column_view(column, locale) for column in columns]}


def _column_view(column: Column, locale: str) -> dict[str, Any]:
    return {
        "id": column.stage_id,
        "name": column.name_en if locale == "en" else column.name_ru,
        "kind": column.kind.value,
        "colour": column.colour,
        "norm": column.norm_days,
        "totals": totals_view(column.totals, locale),
        "cards": [card_view(card, locale) for card in column.cards],
    }


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
