"""`GET /health` tells whether this process can do its work."""

import httpx
import pytest
from sqlalchemy import text

from studio_app import __version__
from studio_app.adapters.db.revisions import newest
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work


def _stand_at(work: Work, *, revision: str) -> None:
    connection = work.session.connection()
    connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


class TestHealth:
    @pytest.fixture(autouse=True)
    def at_work(self, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(type(services_on_disk.jobs), "alive", True)
        services_on_disk.lead_inbox.start()
        services_on_disk.runner.run_sync(SYSTEM, _stand_at, revision=newest())

    async def test_is_fine_when_all_work(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/health")
        assert answer.status_code == 200
        assert answer.json() == {
            "status": "ok",
            "version": __version__,
            "database": "sqlite",
            "migration": newest(),
            "jobs": True,
            "leads": True,
            "trouble": None,
        }

    async def test_fails_on_an_old_database(self, browser: httpx.AsyncClient, services_on_disk: Services) -> None:
        services_on_disk.runner.run_sync(SYSTEM, _stand_at, revision="0000")
        answer = await browser.get("/health")
        assert answer.status_code == 503
        assert answer.json()["migration"] == "0000"

    async def test_fails_when_nobody_does_the_jobs(
        self, browser: httpx.AsyncClient, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(type(services_on_disk.jobs), "alive", False)
        answer = await browser.get("/health")
        assert (answer.status_code, answer.json()["jobs"]) == (503, False)

    async def test_fails_when_nobody_makes_deals_of_leads(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        services_on_disk.lead_inbox.stop()
        answer = await browser.get("/health")
        assert (answer.status_code, answer.json()["leads"]) == (503, False)
