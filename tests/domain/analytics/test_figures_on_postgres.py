"""Both databases count the same figures and lists from the same history."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, create_engine

from studio_app.adapters.db.schema import metadata
from studio_app.core.clock import FixedClock
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.schemas import Period
from studio_app.domain.work import Work
from tests.conftest import NOON
from tests.domain.analytics.histories import add_history
from tests.domain.analytics.test_lists import on_the_screen, whole_list
from tests.postgres import binaries, cluster


@pytest.mark.service
@pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed")
class TestDashboard:
    def test_is_the_same_on_postgresql(self, work: Work, clock: FixedClock) -> None:
        add_history(work, clock, seed=5)
        period = Period(work.now() - timedelta(days=45), work.now() - timedelta(days=12))
        on_sqlite = dashboard(work, period=period)
        lists = [whole_list(work, figure, period, of) for figure, of, _, _ in on_the_screen(on_sqlite)]
        with cluster() as url:
            engine = create_engine(url)
            metadata.create_all(engine)
            with Session(engine, expire_on_commit=False) as session:
                clock.set(NOON)
                there = replace(work, session=session)
                add_history(there, clock, seed=5)
                assert dashboard(there, period=period) == on_sqlite
                told = on_the_screen(on_sqlite)
                assert [whole_list(there, figure, period, of) for figure, of, _, _ in told] == lists
            engine.dispose()
        assert on_sqlite.totals.leads
        assert on_sqlite.received_foreign
        assert any(stage.median_seconds for stage in on_sqlite.funnel)
