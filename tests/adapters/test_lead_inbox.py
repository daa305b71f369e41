"""The inbox of leads accepts leads at once and makes their deals right after, whatever happens in between."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel, col, func, select

from studio_app import bootstrap
from studio_app.adapters import batched_inbox, lead_inbox
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.models import Document
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.schemas import LeadAccepted, LeadIn
from studio_app.domain.work import Work
from tests.conftest import set_up
from tests.postgres import binaries, cluster

LEAD = LeadIn(name="Мария Белова", email="maria@example.com", message="Нужен сайт")
CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.9")


def _count(work: Work) -> tuple[int, int, int]:
    """Leads, leads that have a deal, deals."""
    count = select(func.count())
    queries = (
        count.select_from(Lead),
        count.select_from(Lead).where(col(Lead.deal_id).is_not(None)),
        count.select_from(Deal),
    )
    leads, served, deals = (work.session.exec(query).one() for query in queries)
    return leads, served, deals


def _until(done: Callable[[], bool], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class TestReception:
    async def test_accepts_together_what_arrives_together(self, services_on_disk: Services) -> None:
        commits: list[object] = []
        inbox = services_on_disk.lead_inbox
        await inbox.country()  # asked once a minute, by whoever comes first
        event.listen(services_on_disk.runner.engine, "commit", commits.append)
        leads = [replace(LEAD, name=f"Гость {number % 6}") for number in range(12)]
        answers = await asyncio.gather(*(inbox.take(CLIENT, lead=lead) for lead in leads))
        assert [answer.created for answer in answers] == [True] * 6 + [False] * 6
        assert [answer.lead_id for answer in answers[:6]] == [answer.lead_id for answer in answers[6:]]
        assert len(commits) == 1

    async def test_keeps_the_order_of_arrival_while_the_first_one_asks_for_the_country(
        self, services_on_disk: Services
    ) -> None:
        inbox = services_on_disk.lead_inbox
        leads = [replace(LEAD, name=f"Гость {number % 6}") for number in range(12)]
        answers = await asyncio.gather(*(inbox.take(CLIENT, lead=lead) for lead in leads))
        assert [answer.created for answer in answers] == [True] * 6 + [False] * 6

    async def test_refuses_only_the_one_that_cannot_be_stored(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        accept = lead_inbox.accept_leads

        def stumble(work: Work, *, arrivals: Sequence[tuple[Actor, LeadIn]]) -> list[LeadAccepted]:
            accepted = accept(work, arrivals=arrivals)
            if any(lead.name == "B" for _, lead in arrivals):
                raise RuntimeError
            return accepted

        monkeypatch.setattr(lead_inbox, "accept_leads", stumble)
        taken = (services_on_disk.lead_inbox.take(CLIENT, lead=replace(LEAD, name=name)) for name in "ABC")
        answers = await asyncio.gather(*taken, return_exceptions=True)
        assert [isinstance(answer, LeadAccepted) for answer in answers] == [True, False, True]
        assert services_on_disk.runner.read_sync(SYSTEM, _count) == (2, 0, 0)

    async def test_makes_the_deal_right_after(self, services_on_disk: Services) -> None:
        services_on_disk.lead_inbox.start()
        accepted = await services_on_disk.lead_inbox.take(CLIENT, lead=LEAD)
        assert accepted.created
        await asyncio.to_thread(_until, lambda: services_on_disk.runner.read_sync(SYSTEM, _count) == (1, 1, 1))

    async def test_lets_arriving_leads_pass_but_not_for_ever(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services_on_disk.lead_inbox.batched, "_lull", 3600.0)
        monkeypatch.setattr(services_on_disk.lead_inbox.batched, "_patience", 0.05)
        monkeypatch.setattr(batched_inbox.time, "sleep", lambda _: None)
        await services_on_disk.lead_inbox.take(CLIENT, lead=LEAD)
        assert services_on_disk.lead_inbox.open_waiting() == 1

    async def test_goes_on_with_the_others_when_one_deal_cannot_be_made(
        self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inbox = services_on_disk.lead_inbox
        ids = [(await inbox.take(CLIENT, lead=replace(LEAD, name=name))).lead_id for name in "ABC"]
        make = lead_inbox.open_deal

        def stumble(work: Work, *, lead_id: str, **given: object) -> str | None:
            if lead_id == ids[0]:
                raise RuntimeError
            return make(work, lead_id=lead_id)

        monkeypatch.setattr(lead_inbox, "open_deal", stumble)
        assert inbox.open_waiting() == 2
        assert inbox.open_waiting() == 0
        monkeypatch.setattr(lead_inbox, "open_deal", make)
        monkeypatch.setattr(batched_inbox.time, "monotonic", lambda: float("inf"))
        assert inbox.open_waiting() == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'studio.db'}"
    elif binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    else:
        with cluster() as url:
            yield url


@pytest.fixture
def app(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("STUDIO_DATABASE_URL", database)
    wired = bootstrap.build(Settings())
    SQLModel.metadata.create_all(wired.runner.engine)
    wired.jobs.prepare()
    wired.runner.run_sync(SYSTEM, set_up)
    yield wired
    wired.close()


# A process that confirms leads on its standard output and makes deals of them meanwhile.
_SITE = """
import asyncio, sys
from studio_app.bootstrap import services
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Actor, ActorKind

async def main():
    desk = services().lead_inbox
    desk.start()
    for number in range(40):
        lead = LeadIn(name=f"{sys.argv[1]} {number}", email=f"client{number}@{sys.argv[1]}.example.com")
        accepted = await desk.take(Actor(kind=ActorKind.CLIENT), lead=lead)
        print(accepted.lead_id, flush=True)
        await asyncio.sleep(0.003)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def _lead_ids(work: Work) -> set[str]:
    return set(work.session.exec(select(Lead.id)))


def _briefs(work: Work) -> list[str]:
    return list(work.session.exec(select(Document.deal_id)))


@pytest.mark.service
class TestKillDrill:
    def test_loses_no_confirmed_lead_and_doubles_no_deal(self, app: Services, tmp_path: Path, database: str) -> None:
        env = {**os.environ, "STUDIO_DATA_DIR": str(tmp_path), "STUDIO_DATABASE_URL": database}
        confirmed: set[str] = set()
        for run in range(2):
            sites = [
                subprocess.Popen([sys.executable, "-c", _SITE, f"{run}{twin}"], env=env, stdout=subprocess.PIPE)
                for twin in "ab"
            ]
            for site in sites:
                assert site.stdout is not None
                confirmed.update(site.stdout.readline().decode().strip() for _ in range(20))
            for site in sites:
                site.send_signal(signal.SIGKILL)
                assert site.stdout is not None
                lines = site.stdout.read().decode().split("\n")[:-1]
                confirmed.update(line.strip() for line in lines)
                site.stdout.close()
                site.wait()
        stored = app.runner.read_sync(SYSTEM, _lead_ids)
        assert confirmed <= stored
        leads, served, deals = app.runner.read_sync(SYSTEM, _count)
        assert served == deals
        assert served < leads  # else nobody was killed between the two
        app.lead_inbox.start()  # the next start
        _until(lambda: app.runner.read_sync(SYSTEM, _count) == (leads, leads, leads), seconds=90)
        briefs = app.runner.read_sync(SYSTEM, _briefs)
        assert len(briefs) == len(set(briefs)) == leads
