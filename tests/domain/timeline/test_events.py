"""Events: what is stored of them, and what is read back."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.actors import ActorKind
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.deals import DealCreated, DealMoved, DealRead, DealWithdrawn, NoteAdded
from studio_app.domain.timeline.events.every import TYPES, event_of
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.money import PaymentRecorded
from studio_app.domain.timeline.events.studio import StudioChanged
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from tests.happened import blank

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Everything that a field of that type may hold."""
    kind, parts = get_origin(hint) or hint, get_args(hint)
    if kind is UnionType:
        return st.one_of(*(values(part) for part in parts))
    if kind is tuple and parts[1:] == (...,):
        return st.lists(values(parts[0]), max_size=3).map(tuple)
    if kind is tuple:
        return st.tuples(*(values(part) for part in parts))
    if kind is Mapping:
        return st.dictionaries(WORDS, values(parts[1]), max_size=3)
    return {str: WORDS, int: st.integers(-(2**53), 2**53), bool: st.booleans(), NoneType: st.none()}[kind]


@st.composite
def events(draw: st.DrawFn) -> Event:
    what = draw(st.sampled_from(sorted(TYPES.values(), key=lambda one: one.kind)))
    return what(**{one.name: draw(values(one.type)) for one in fields(what) if one.init})


def row_of(event: Event) -> TimelineEvent:
    """The row as a database gives it back."""
    return stored(event.kind, event.deal_id, json.loads(json.dumps(event.payload())))


def stored(kind: str, deal_id: str | None, payload: Mapping[str, Any]) -> TimelineEvent:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    return TimelineEvent(deal_id=deal_id, kind=kind, actor_kind=ActorKind.SYSTEM, at=at, payload=dict(payload))


class TestEvent:
    @given(event=events())
    def test_comes_back_as_it_was_stored(self, event: Event) -> None:
        assert event_of(row_of(event)) == event
        assert recorded_as(row_of(event), type(event)).event == event

    @given(event=events())
    def test_is_plain_json(self, event: Event) -> None:
        assert json.loads(json.dumps(event.payload())) == event.payload()
        assert "deal_id" not in event.payload()

    @pytest.mark.parametrize("what", TYPES.values())
    def test_stores_all_fields_without_a_default(self, what: type[Event]) -> None:
        needed = {one.name for one in fields(what) if one.default is MISSING} - {"deal_id"}
        assert blank(what, deal_id="d").payload().keys() == needed

    def test_stores_others_only_where_they_differ(self) -> None:
        assert StudioChanged(report_hour=0).payload() == {"report_hour": 0}
        assert StudioChanged(report_hour=None).payload() == {"report_hour": None}
        assert StudioChanged(managers_may_refund=False).payload() == {"managers_may_refund": False}
        assert "taken_back" in blank(DealMoved, deal_id="d", taken_back=True).payload()

    def test_is_not_changed(self) -> None:
        event: Any = DealRead(deal_id="d")
        with pytest.raises(FrozenInstanceError):
            event.deal_id = "other"

    def test_equals_only_its_own_type_and_fields(self) -> None:
        assert DealRead(deal_id="d") == DealRead(deal_id="d")
        assert len({DealRead(deal_id="d"), DealRead(deal_id="d"), DealRead(deal_id="e")}) == 2
        assert repr(DealRead(deal_id="d")) == "DealRead(deal_id='d')"


class TestOlderRow:
    def test_may_tell_what_is_known_no_more(self) -> None:
        assert event_of(stored(EventKind.DEAL_READ, "d", {"by": "anna"})) == DealRead(deal_id="d")

    def test_has_defaults_and_nothing_for_what_it_lacks(self) -> None:
        moved = recorded_as(stored(EventKind.DEAL_MOVED, "d", {"to_stage": "s"}), DealMoved).event
        assert (moved.version, moved.cause, moved.taken_back) == (None, "", False)
        gone = recorded_as(
            stored(EventKind.DEAL_WITHDRAWN, None, {"withdrawn_id": "x", "number": 1}), DealWithdrawn
        ).event
        assert gone.client_id == ""

    def test_fails_where_it_is_asked_for_anything_else(self) -> None:
        moved = recorded_as(stored(EventKind.DEAL_MOVED, "d", {"to_stage": "s"}), DealMoved).event
        with pytest.raises(AttributeError):
            _ = moved.from_stage
        assert "to_stage='s'" in repr(moved)

    def test_is_nothing_of_a_kind_that_is_recorded_no_more(self) -> None:
        assert event_of(stored("moon.landed", None, {})) is None
        with pytest.raises(LookupError):
            recorded_as(stored("moon.landed", None, {}), DealRead, NoteAdded)


class TestStoredJson:
    """Keys and values as databases hold them: changing one needs a migration."""

    def test_of_a_move(self) -> None:
        told = {"from_stage": "a", "to_stage": "b", "to_kind": "open", "seconds": 3, "lost_reason_id": None}
        money = {"amount": 5, "currency": "RUB", "version": 2}
        moved = DealMoved(deal_id="d", **told, **money)
        assert moved.payload() == {**told, **money}

    def test_of_a_deal(self) -> None:
        created = blank(DealCreated, deal_id="d", number=7)
        assert {"waits_since": None, "from_list": False, "number": 7}.items() <= created.payload().items()

    def test_of_money_that_counts_for_no_invoice(self) -> None:
        booked = PaymentRecorded(deal_id=None, entry_id="e", amount=5, currency="RUB")
        assert booked.payload() == {"entry_id": "e", "amount": 5, "currency": "RUB"}

    def test_of_a_note(self) -> None:
        assert NoteAdded(deal_id="d", text="x", mentions=("a",)).payload() == {"text": "x", "mentions": ["a"]}
