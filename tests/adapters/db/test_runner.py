"""The runner of use cases, on a real SQLite file."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Stale
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity, NumberSeries
from studio_app.domain.timeline.events.deals import NoteAdded
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Committed, Work
from tests.happened import blank


class Published(list[Committed]):
    """Collects what the live readers would get."""

    def __call__(self, events: Sequence[Committed]) -> None:
        self.extend(events)


@pytest.fixture
def published() -> Published:
    return Published()


@pytest.fixture
async def runner(tmp_path: Path, published: Published) -> AsyncIterator[Runner]:
    engine = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
    metadata.create_all(engine)
    runner = Runner(
        engine,
        clock=FixedClock(datetime(2026, 1, 1, tzinfo=UTC)),
        new_id=new_id,
        links=LinkTokens(b"key"),
        jobs=RecordingJobs(),
        reactions={},
        publish=published,
    )
    yield runner
    runner.close()


def note(work: Work, *, text: str) -> str:
    record(work, blank(NoteAdded, deal_id=None, text=text))
    return text


def fail_after_note(work: Work) -> None:
    note(work, text="never")
    raise Stale


def count_events(work: Work) -> int:
    return len(work.session.exec(select(TimelineEvent)).all())


def start_series(work: Work) -> None:
    work.session.add(
        LegalEntity(id="e", kind=EntityKind.COMPANY, name="Studio", tax_regime=TaxRegime.NONE),
    )
    work.session.flush()
    work.session.add(NumberSeries(legal_entity_id="e", kind="k", year=2026))


def increment(work: Work) -> None:
    series = work.session.get(NumberSeries, ("e", "k", 2026))
    assert series is not None
    series.last += 1


class TestRunner:
    async def test_commits_and_tells_the_live_readers(self, runner: Runner, published: Published) -> None:
        assert await runner.run(SYSTEM, note, text="kept") == "kept"
        assert await runner.read(SYSTEM, count_events) == 1
        assert [(event.kind, event.id) for event in published] == [(EventKind.NOTE_ADDED, 1)]

    async def test_rolls_everything_back_when_the_use_case_refuses(self, runner: Runner, published: Published) -> None:
        with pytest.raises(Stale):
            await runner.run(SYSTEM, fail_after_note)
        assert await runner.read(SYSTEM, count_events) == 0
        assert published == []

    async def test_loses_no_update_of_many_writers(self, runner: Runner) -> None:
        await runner.run(SYSTEM, start_series)
        await asyncio.gather(*(runner.run(SYSTEM, increment) for _ in range(50)))

        def last(work: Work) -> int:
            series = work.session.get(NumberSeries, ("e", "k", 2026))
            assert series is not None
            return series.last

        assert await runner.read(SYSTEM, last) == 50
