"""The board's address: what a person looks at, as text that can be kept, shared and gone back to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from studio_app.domain.deals.board.schemas import BoardFilter, CardOrder
from studio_app.domain.studio.models import SALES

ME = "me"
_LONGEST = 600
_LONGEST_SEARCH = 80
_MINOR = 100


def filter_of(query: str, *, me: str) -> BoardFilter:
    """The filter that an address asks for; what it says wrongly is left out."""
    said = _said(query)
    return BoardFilter(
        pipeline_id=said.get("pipeline", SALES),
        manager_id=me if said.get("manager") == ME else said.get("manager"),
        team=said.get("team", ""),
        channel_id=said.get("channel", ""),
        tag_id=int(said["tag"]) if said.get("tag", "").isdecimal() else 0,
        amount_from=_amount(said.get("from")),
        amount_to=_amount(said.get("to")),
        created_from=_day(said.get("created_from")),
        created_to=_day(said.get("created_to")),
        closed_from=_day(said.get("closed_from")),
        closed_to=_day(said.get("closed_to")),
        stale=said.get("stale") == "1",
        no_task=said.get("no_task") == "1",
        text=said.get("q", "")[:_LONGEST_SEARCH],
    )


def order_of(habits: Mapping[str, Any]) -> CardOrder:
    """The order of cards that a person is used to."""
    wanted = habits.get("order")
    return CardOrder(wanted) if wanted in list(CardOrder) else CardOrder.MANUAL


def _said(query: str) -> Mapping[str, str]:
    return dict(parse_qsl(query[:_LONGEST].removeprefix("?")))


def _amount(text: str | None) -> int | None:
    try:
        amount = Decimal(text or "")
    except InvalidOperation:
        return None
    return int(amount * _MINOR) if amount.is_finite() and abs(amount) < 10**12 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
