"""Files go in and out through routes that only people of the studio pass."""

import httpx
import pytest
from sqlmodel import select

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.files.service import FileView, files_of
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work

PDF = ("../Смета «Ромашка».pdf", b"%PDF-1.7 estimate", "text/html")


@pytest.fixture
def deal_id(services_on_disk: Services) -> str:
    run = services_on_disk.runner.run_sync
    return run(SYSTEM, add_deal_by_hand, lead=LeadIn(name="Анна", phone="+79991234567")).deal_id


@pytest.fixture
def anna(services_on_disk: Services, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    """Somebody of the studio."""
    run = services_on_disk.runner.run_sync
    browser.cookies.set(SESSION_COOKIE, run(SYSTEM, open_session, user_id=run(SYSTEM, _manager)))
    return browser


def _manager(work: Work) -> str:
    return work.session.exec(select(User.id).where(User.role == Role.MANAGER)).one()


def kept(services: Services, deal_id: str) -> tuple[FileView, ...]:
    return services.runner.read_sync(SYSTEM, files_of, deal_id=deal_id)


class TestUpload:
    async def test_keeps_the_file_by_its_content(
        self, services_on_disk: Services, anna: httpx.AsyncClient, deal_id: str
    ) -> None:
        answer = await anna.post(f"/deal-files/{deal_id}", files={"file": PDF})
        assert answer.status_code == 204
        (file,) = kept(services_on_disk, deal_id)
        assert (file.name, file.media_type) == ("Смета «Ромашка».pdf", "application/pdf")

    @pytest.mark.parametrize(
        ("content", "status"), [(b"<html><script>", 415), (b"%PDF-" + b"0" * 21 * 1024 * 1024, 413)]
    )
    async def test_says_why_not(
        self, services_on_disk: Services, anna: httpx.AsyncClient, deal_id: str, content: bytes, status: int
    ) -> None:
        answer = await anna.post(f"/deal-files/{deal_id}", files={"file": ("a.pdf", content, "application/pdf")})
        assert answer.status_code == status
        assert answer.json()["detail"]
        assert kept(services_on_disk, deal_id) == ()
        stored = services_on_disk.settings.data_dir / "files"
        assert [path for path in stored.rglob("*") if path.is_file()] == []

    async def test_refuses_strangers_and_foreign_pages(
        self, services_on_disk: Services, browser: httpx.AsyncClient, deal_id: str
    ) -> None:
        assert (await browser.post(f"/deal-files/{deal_id}", files={"file": PDF})).status_code == 401
        run = services_on_disk.runner.run_sync
        browser.cookies.set(SESSION_COOKIE, run(SYSTEM, open_session, user_id=run(SYSTEM, _manager)))
        foreign = {"origin": "https://evil.example"}
        answer = await browser.post(f"/deal-files/{deal_id}", files={"file": PDF}, headers=foreign)
        assert answer.status_code == 403
        assert kept(services_on_disk, deal_id) == ()

    async def test_is_for_deals_that_are_there(self, anna: httpx.AsyncClient) -> None:
        assert (await anna.post("/deal-files/nothing", files={"file": PDF})).status_code == 404


class TestDownload:
    async def test_is_saved_and_never_shown(
        self, services_on_disk: Services, anna: httpx.AsyncClient, deal_id: str
    ) -> None:
        await anna.post(f"/deal-files/{deal_id}", files={"file": PDF})
        (file,) = kept(services_on_disk, deal_id)
        answer = await anna.get(f"/deal-files/{deal_id}/{file.id}")
        assert answer.content == PDF[1]
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]

    async def test_is_not_there_for_anybody_else(
        self, services_on_disk: Services, anna: httpx.AsyncClient, deal_id: str
    ) -> None:
        await anna.post(f"/deal-files/{deal_id}", files={"file": PDF})
        (file,) = kept(services_on_disk, deal_id)
        anna.cookies.clear()
        assert (await anna.get(f"/deal-files/{deal_id}/{file.id}")).status_code == 404
