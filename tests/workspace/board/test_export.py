"""Files of deals: exactly those of the filter, and nothing in them that a spreadsheet would run."""

import csv
import io

import httpx
import pytest
from openpyxl import load_workbook
from sqlmodel import select

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.ids import new_id
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work


def user_id(work: Work) -> str:
    return work.session.exec(select(User.id)).first() or ""


def add(services: Services, title: str) -> None:
    lead = LeadIn(name="Анна", email=f"{new_id()}@example.com")
    services.runner.run_sync(SYSTEM, add_deal_by_hand, lead=lead, title=title)


@pytest.fixture
def signed_in(services_on_disk: Services, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    run = services_on_disk.runner
    token = run.run_sync(SYSTEM, open_session, user_id=run.read_sync(SYSTEM, user_id))
    browser.cookies.set(SESSION_COOKIE, token)
    return browser


class TestExport:
    async def test_is_for_staff_only(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/board-file/deals.csv")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")

    async def test_gives_the_deals_of_the_filter(
        self, services_on_disk: Services, signed_in: httpx.AsyncClient
    ) -> None:
        for title in ("Кофейня", "Пекарня"):
            add(services_on_disk, title)
        answer = await signed_in.get("/board-file/deals.csv?q=кофейня")
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert [row[1] for row in rows[1:]] == ["Кофейня"]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    async def test_runs_no_formula(self, services_on_disk: Services, signed_in: httpx.AsyncClient, kind: str) -> None:
        add(services_on_disk, "=1+1")
        answer = await signed_in.get(f"/board-file/deals.{kind}")
        if kind == "csv":
            assert ",'=1+1," in answer.text
        else:
            cell = load_workbook(io.BytesIO(answer.content)).active["B2"]
            assert (cell.value, cell.data_type) == ("=1+1", "s")

    async def test_knows_no_other_kind(self, signed_in: httpx.AsyncClient) -> None:
        assert (await signed_in.get("/board-file/deals.exe")).status_code == 404
