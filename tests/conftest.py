"""Fixtures of all tests: a fixed clock, an in-memory database, a unit of work, no network."""

import gc
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import hypothesis
import pytest
from sqlmodel import Session

from studio_app import bootstrap
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.core.clock import FixedClock
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.work import Work
from studio_app.reactions import reactions
from tests import agreeing
from tests.databases import ON_POSTGRESQL, InMemory, OnServer, database

hypothesis.settings.register_profile("default", deadline=None, max_examples=60)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=10)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=300)
hypothesis.settings.load_profile("default")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A kind of documents is called by its key where it is the parameter of a test."""
    return val.key if isinstance(val, DocumentKind) else None


def pytest_collection_finish() -> None:
    """What is imported by now stays: the garbage collector need not walk it again in each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, noon in Moscow


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests open no sockets."""
    if request.node.get_closest_marker("service") or request.node.get_closest_marker("e2e"):
        return

    def refuse(*_: object) -> None:
        raise RuntimeError("a unit test opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def jobs() -> RecordingJobs:
    return RecordingJobs()


@pytest.fixture(scope="session")
def tables() -> Iterator[InMemory | OnServer]:
    """The database of all tests of use cases."""
    with database() as made:
        yield made


@pytest.fixture
def session(request: pytest.FixtureRequest, tables: InMemory | OnServer) -> Iterator[Session]:
    """An open session on a fresh database: all tables, and the rows of `BEGINNINGS` that the test asks for."""
    if ON_POSTGRESQL and request.node.get_closest_marker("sqlite"):
        pytest.skip("about SQLite itself")
    begin = next((BEGINNINGS[name] for name in request.fixturenames if name in BEGINNINGS), None)
    with tables.session(begin) as opened:
        yield opened


def first_day_in(session: Session) -> None:
    """The rows of the first day."""
    set_up(a_work(session, FixedClock(NOON), RecordingJobs()))


def agreed_in(session: Session) -> None:
    """The rows of a deal whose client has just accepted its proposal."""
    work = a_work(session, FixedClock(NOON), RecordingJobs())
    agreeing.accept_proposal(work, agreeing.make_sides(work))


BEGINNINGS = {"first_day_rows": first_day_in, "agreed_rows": agreed_in}
"""With what a database may begin, by the fixture that asks for it: made once, and each test has a copy."""


def a_work(session: Session, clock: FixedClock, jobs: RecordingJobs) -> Work:
    """A unit of work of the system itself on `session`."""
    return Work(
        session=session,
        clock=clock,
        new_id=new_id,
        links=LinkTokens(b"test key"),
        actor=SYSTEM,
        jobs=jobs,
        reactions=reactions(),
    )


@pytest.fixture
def work(session: Session, clock: FixedClock, jobs: RecordingJobs) -> Work:
    """A unit of work of the system itself; `dataclasses.replace(work, actor=…)` for others."""
    return a_work(session, clock, jobs)


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as it is on the first day, to copy from."""
    folder = tmp_path_factory.mktemp("first-day")
    wired = bootstrap.build(Settings(data_dir=folder))
    metadata.create_all(wired.runner.engine)
    wired.jobs.prepare()
    wired.runner.run_sync(SYSTEM, set_up)
    wired.close()
    return folder


@pytest.fixture
def services_on_disk(first_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The real services of the faces on a fresh SQLite file with the starter pack and two people.

    `bootstrap.services()` gives these for the length of the test. Settings come from STUDIO_*
    variables: set yours with `monkeypatch.setenv` in a fixture that runs before this one.
    """
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    shutil.copytree(first_day, tmp_path, dirs_exist_ok=True)
    bootstrap.services.cache_clear()
    wired = bootstrap.services()
    yield wired
    wired.close()
    bootstrap.services.cache_clear()


@pytest.fixture
async def browser(services_on_disk: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the portal and the API without a server in between; it follows no redirects by itself."""
    from studio_app.studio_app import site

    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport, base_url="http://studio.test") as client:
        yield client


@pytest.fixture
def first_day_rows() -> None:
    """Asks `session` for a database with the rows of the first day."""


@pytest.fixture
def agreed_rows() -> None:
    """Asks `session` for a database with the draft of a contract, and all that has led to it."""


@pytest.fixture
def studio(first_day_rows: None, work: Work) -> Work:
    """The unit of work `work` on a studio as it is on its first day: starter pack, an owner and a manager."""
    return work


def set_up(work: Work) -> None:
    """A studio as it is on its first day."""
    bootstrap.install_starter_pack(work)
    for role, name in ((Role.OWNER, "Анна Орлова"), (Role.MANAGER, "Иван Лебедев")):
        add_person(work, email=f"{role}@studio.example", name=name, password_hash="-", role=role)
    work.session.flush()
