"""Histories of a studio, and the figures of their middle."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest
from sqlmodel import Session

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.schemas import (
    Dashboard,
    Period,
)
from studio_app.domain.work import Work
from tests.conftest import NOON, a_work
from tests.databases import Fill, InMemory, OnServer
from tests.domain.analytics.histories import add_history

SEEDS = range(4)


@cache
def lived(seed: int) -> tuple[Fill, FixedClock]:
    """What fills a database with a history, and the clock that stands where the history ends once it has."""
    clock = FixedClock(NOON)

    def fill(session: Session) -> None:
        add_history(a_work(session, clock, RecordingJobs()), clock, seed=seed)

    fill.__name__ = f"history_{seed}"
    return fill, clock


@pytest.fixture(params=SEEDS)
def history(
    request: pytest.FixtureRequest, tables: InMemory | OnServer, clock: FixedClock, jobs: RecordingJobs
) -> Iterator[Work]:
    fill, end = lived(request.param)
    with tables.session(fill) as session:
        clock.set(end.now())
        yield a_work(session, clock, jobs)


def middle(work: Work) -> Period:
    """The middle of a history, so that things happen before and after it."""
    return Period(work.now() - timedelta(days=45), work.now() - timedelta(days=12))


@pytest.fixture
def period(history: Work) -> Period:
    """The middle of the history."""
    return middle(history)


@pytest.fixture
def figures(history: Work, period: Period) -> Dashboard:
    """What the dashboard says of it."""
    return dashboard(history, period=period)
