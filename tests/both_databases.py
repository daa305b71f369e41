"""A runner on each of the databases, for what must come out the same on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.reactions import reactions
from tests import postgres
from tests.selling import make_studio


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def runner(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock, jobs: RecordingJobs) -> Iterator[Runner]:
    """Of a studio with nothing sold yet."""
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("cluster") if on_server else f"sqlite:///{tmp_path}/studio.db"
    made = Runner(
        make_engine(url),
        clock=clock,
        new_id=new_id,
        links=LinkTokens(b"test key"),
        jobs=jobs,
        reactions=reactions(),
        publish=lambda _: None,
    )
    metadata.drop_all(made.engine)
    metadata.create_all(made.engine)
    made.run_sync(SYSTEM, make_studio)
    yield made
    made.close()
