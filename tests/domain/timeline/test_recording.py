"""The timeline: who is said to have done what."""

from dataclasses import replace

import pytest

from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.timeline.events.studio import StudioHeld, StudioReleased, WorkingTimeChanged
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7")


def follow(work: Work, recorded: Recorded[StudioHeld]) -> None:
    record(work, WorkingTimeChanged())


def fail(work: Work, recorded: Recorded[StudioReleased]) -> None:
    raise RuntimeError(recorded.kind)


class TestRecord:
    def test_names_the_actor_of_the_event_and_the_system_for_what_follows_by_itself(self, work: Work) -> None:
        acting = replace(work, actor=CLIENT, reactions={StudioHeld: [follow]})
        record(acting, StudioHeld())
        assert [(one.event, one.actor_kind, one.row.ip) for one in acting.events] == [
            (StudioHeld(), ActorKind.CLIENT, "203.0.113.7"),
            (WorkingTimeChanged(), SYSTEM.kind, ""),
        ]

    def test_gives_the_work_back_to_its_actor(self, work: Work) -> None:
        acting = replace(work, actor=CLIENT, reactions={StudioHeld: [follow], StudioReleased: [fail]})
        record(acting, StudioHeld())
        assert acting.actor is CLIENT
        with pytest.raises(RuntimeError):
            record(acting, StudioReleased())
        assert acting.actor is CLIENT
