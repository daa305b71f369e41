"""The history in sentences."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from studio_app.adapters.texts.catalogue import catalogue
from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.history import TimelineEntry
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.every import TYPES, event_of
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.workspace.history.sentences import Words, _say, sentence
from tests.happened import blank

WORDS = Words(locale="ru", stages={"s": "Бриф"}, lost_reasons={"r": "Дорого"})
DETAILS = {
    "to_stage": "s",
    "document": "brief",
    "rule": "invoice_issued",
    "channel": "call",
    "result": "agreed",
    "currency": "RUB",
    "amount": 1,
    "tariff": "start",
    "totals": {"start": 1},
    "number": "1",
    "problem": "no_server",
    "task_kind": "own",
    "accepted_on": "2026-11-27",
}
"""What a catalogue has to know, or a reader to understand."""


def told(kind: str, **payload: Any) -> str:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    row = TimelineEvent(deal_id="d", kind=kind, actor_kind=ActorKind.STAFF, at=at, payload=payload)
    entry = TimelineEntry(1, "d", kind, at, ActorKind.STAFF, "anna", "Анна", "", "", event_of(row))
    return sentence(entry, WORDS)


def _is_told(what: type[Event]) -> bool:
    return f"timeline.{what.kind}" in catalogue("ru")


class TestSay:
    def test_fills_in_a_detail_of_any_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(catalogue("ru"), "timeline.praise", ("«{words}»",))
        assert _say(WORDS, "praise", words="Спасибо") == "«Спасибо»"


class TestSentence:
    @pytest.mark.parametrize(
        ("kind", "payload", "text"),
        [
            (EventKind.DEAL_MOVED, {"to_stage": "s", "to_kind": "open"}, "Этап: «Бриф»"),
            (
                EventKind.DEAL_MOVED,
                {"to_stage": "x", "to_kind": "lost", "lost_reason_id": "r"},
                "Сделка проиграна: Дорого",
            ),
            (
                EventKind.TASK_ADDED,
                {"title": "Позвонить", "due_on": "2026-11-25"},
                "Запланировано на 25.11.2026: Позвонить",
            ),
            (
                EventKind.TASK_ADDED,
                {"title": "", "task_kind": "letter_failed", "due_on": None},
                "Запланировано: Письмо не дошло: проверьте адрес и отправьте его ещё раз",
            ),
            (EventKind.NOTIFICATION_SENT, {"rule": "invoice_issued", "kept": False}, "Отправлено письмо: Счёт"),
            (EventKind.NOTIFICATION_SENT, {"rule": "invoice_issued", "kept": True}, "Письмо лежит в «Письмах»: Счёт"),
            (
                EventKind.PAYMENT_RECORDED,
                {"amount": 1_250_000, "currency": "RUB"},
                "Поступила оплата 12\u00a0500\u00a0₽",
            ),
        ],
    )
    def test_says_what_happened(self, kind: str, payload: dict[str, Any], text: str) -> None:
        assert told(kind, **payload) == text

    def test_names_an_unknown_event_plainly(self) -> None:
        assert told("moon.landed") == "Событие: moon.landed"

    def test_does_not_fail_on_a_missing_detail(self) -> None:
        assert told(EventKind.PAYMENT_RECORDED) == "Событие: payment.recorded"

    @pytest.mark.parametrize("what", [one for one in TYPES.values() if _is_told(one)])
    def test_is_filled_from_the_event(self, what: type[Event]) -> None:
        known = {one.name: DETAILS[one.name] for one in fields(what) if one.name in DETAILS}
        event = blank(what, deal_id="d", **known)
        at = datetime(2026, 11, 23, 9, tzinfo=UTC)
        entry = TimelineEntry(1, "d", what.kind, at, ActorKind.STAFF, "anna", "Анна", "", "", event)
        assert not sentence(entry, WORDS).startswith("Событие")
