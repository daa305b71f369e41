"""A database from before tenures gets them from its timeline."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.config import Config
from sqlmodel import Session, select

from alembic import command
from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.migrate import upgrade
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.domain.analytics.models import Tenure
from tests import postgres
from tests.conftest import NOON, a_work
from tests.domain.analytics.histories import add_history

Told = TypeVar("Told")
ROOT = Path(__file__).parents[3]


@pytest.mark.service
class TestTenures:
    @pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
    def test_are_the_ones_that_would_have_been_kept(self, kind: str, tmp_path: Path) -> None:
        if kind == "postgresql" and postgres.binaries() is None:
            pytest.skip("no PostgreSQL on this machine")
        with _database(kind, tmp_path) as url:
            upgrade(url)
            _in(url, _live)
            kept = _in(url, _told)
            config = Config(str(ROOT / "alembic.ini"))
            config.set_main_option("sqlalchemy.url", url)
            command.downgrade(config, "tenures-1")
            upgrade(url)
            assert _in(url, _told) == kept
            assert any(since for _, since, *_ in kept)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'studio.db'}"
        return
    with postgres.cluster() as url:
        yield url


def _in(url: str, what: Callable[[Session], Told]) -> Told:
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        result = what(session)
        session.commit()
    engine.dispose()
    return result


def _live(session: Session) -> None:
    clock = FixedClock(NOON)
    add_history(a_work(session, clock, RecordingJobs()), clock, seed=3, deals=8)


def _told(session: Session) -> list[tuple[object, ...]]:
    rows = session.exec(select(Tenure)).all()
    return sorted(((r.deal_id, r.since, r.until, r.manager_id, r.channel_id) for r in rows), key=str)
