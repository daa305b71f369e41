"""The board's address: what a person looks at, as text that can be kept, shared and gone back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from studio_app.core.errors import Invalid
from studio_app.core.numbers import read_number
from studio_app.domain.board.rows import NEWEST
from studio_app.domain.board.schemas import BoardFilter, CardOrder, RowKey, RowOrder
from studio_app.domain.studio.kinds import SALES
from studio_app.workspace.board.audiences import Form

ME = "me"
_LONGEST = 600
_LONGEST_SEARCH = 80
_MINOR = 100
_WEEK = 7
_YEARS = range(1990, 2200)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a calendar around a day (None: today): its week, or its month in whole weeks."""

    week: bool
    day: date | None

    def days(self, today: date) -> tuple[date, int]:
        """The first day, a Monday, and how many there are."""
        middle = self.day or today
        if self.week:
            return middle - timedelta(days=middle.weekday()), _WEEK
        first = middle.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        begin = first - timedelta(days=first.weekday())
        return begin, ((last - begin).days // _WEEK + 1) * _WEEK


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


def form_of(query: str) -> Form:
    """As what the address asks to see the deals."""
    wanted = _said(query).get("view")
    return Form(wanted) if wanted in list(Form) else Form.CARDS


def row_order_of(query: str) -> RowOrder:
    """The order of the table: `amount` rises, `-amount` falls."""
    wanted = _said(query).get("sort", "")
    key = wanted.removeprefix("-")
    return RowOrder(RowKey(key), down=wanted.startswith("-")) if key in list(RowKey) else NEWEST


def span_of(query: str) -> Span:
    """The days that the calendar shows: the week of a day, or the weeks that its month is in; today's by default."""
    said = _said(query)
    day = _day(said.get("day"))
    return Span(week=said.get("span") == "week", day=day if day and day.year in _YEARS else None)


def _said(query: str) -> Mapping[str, str]:
    return dict(parse_qsl(query[:_LONGEST].removeprefix("?")))


def _amount(text: str | None) -> int | None:
    try:
        return int(read_number(text or "", field="amount") * _MINOR)
    except Invalid:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
