"""The timeline: who is said to have done what."""

from dataclasses import replace

import pytest

from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7")


def follow(work: Work, event: TimelineEvent) -> None:
    record(work, "echo.made", deal_id=event.deal_id)


def fail(work: Work, event: TimelineEvent) -> None:
    raise RuntimeError(event.kind)


class TestRecord:
    def test_names_the_actor_of_the_event_and_the_system_for_what_follows_by_itself(self, work: Work) -> None:
        acting = replace(work, actor=CLIENT, reactions={"call.made": [follow]})
        record(acting, "call.made", deal_id=None)
        assert [(event.kind, event.actor_kind, event.ip) for event in acting.events] == [
            ("call.made", ActorKind.CLIENT, "203.0.113.7"),
            ("echo.made", SYSTEM.kind, ""),
        ]

    def test_gives_the_work_back_to_its_actor(self, work: Work) -> None:
        acting = replace(work, actor=CLIENT, reactions={"call.made": [follow], "call.failed": [fail]})
        record(acting, "call.made", deal_id=None)
        assert acting.actor is CLIENT
        with pytest.raises(RuntimeError):
            record(acting, "call.failed", deal_id=None)
        assert acting.actor is CLIENT
