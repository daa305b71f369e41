"""The brief as a client without scripts fills it in, and as the page's script saves it."""

import httpx
import pytest

from studio_app.bootstrap import Services
from studio_app.domain.briefs.service import answers_of, send_brief
from studio_app.domain.deals.intake.receiving import receive_lead
from studio_app.domain.deals.schemas import LeadIn
from studio_app.domain.work import SYSTEM

FULL: dict[str, str | list[str]] = {
    "goals": "Больше заявок",
    "site_kind": "shop",
    "pages": "12",
    "languages": ["ru", "en"],
    "design": "custom",
    "content": "client",
    "deadline": "month",
    "budget": "300 000",
    "sections": "Главная\r\nКаталог",
}


@pytest.fixture
def deal_id(services_on_disk: Services) -> str:
    lead = LeadIn(name="Мария", phone="+79161234567", message="Нужен <магазин>")
    return services_on_disk.runner.run_sync(SYSTEM, receive_lead, lead=lead).deal_id


@pytest.fixture
def path(services_on_disk: Services, deal_id: str) -> str:
    return services_on_disk.runner.run_sync(SYSTEM, send_brief, deal_id=deal_id).path


class TestShow:
    async def test_is_filled_in_from_the_lead(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert "Нужен &lt;магазин&gt;</textarea>" in answer.text
        assert "1 из 11" in answer.text

    async def test_is_private_and_light(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.get(path)
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert len(answer.content) < 60_000

    @pytest.mark.parametrize("token", ["unknown", "x" * 24, "%00", "a" * 5000])
    async def test_finds_nothing_behind_an_unknown_link(self, browser: httpx.AsyncClient, token: str) -> None:
        assert (await browser.get(f"/b/{token}")).status_code == 404
        assert (await browser.post(f"/b/{token}", data=FULL)).status_code == 404
        assert (await browser.post(f"/b/{token}/save", data=FULL)).status_code == 404


class TestSave:
    async def test_by_its_button_brings_the_page_back(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        answer = await browser.post(f"{path}/save", data={"goals": "Продажи", "integrations": ["crm", "erp"]})
        assert answer.status_code == 303
        page = await browser.get(answer.headers["location"])
        assert "Сохранено" in page.text
        assert 'value="crm" checked' in page.text
        answers = services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)
        assert answers == {"goals": "Продажи", "integrations": ["crm", "erp"]}

    async def test_by_the_script_answers_how_far_it_is(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(f"{path}/save", data=FULL, headers={"accept": "application/json"})
        assert answer.json() == {"answered": 9, "total": 11, "progress": "9 из 11"}

    async def test_unticks_what_is_no_longer_posted(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        await browser.post(f"{path}/save", data=FULL)
        await browser.post(f"{path}/save", data={**FULL, "languages": []})
        assert "languages" not in services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)


class TestSubmit:
    async def test_thanks_and_shows_the_answers_for_reading(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(path, data=FULL)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        page = (await browser.get(path)).text
        assert "Спасибо" in page
        assert "Интернет-магазин" in page
        assert "300\u00a0000\u00a0₽" in page
        assert "<form" not in page

    async def test_names_what_is_missing_and_keeps_the_rest(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        answer = await browser.post(path, data={**FULL, "design": "", "pages": "9999"})
        assert answer.status_code == 422
        assert "Нужно число от 1 до 500." in answer.text
        assert 'value="9999"' in answer.text
        assert "Выберите ответ." in answer.text
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["site_kind"] == "shop"

    async def test_cannot_be_changed_afterwards(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        await browser.post(path, data=FULL)
        again = await browser.post(f"{path}/save", data={**FULL, "goals": "Другое"})
        assert (again.status_code, again.headers["location"]) == (303, path)
        by_script = await browser.post(f"{path}/save", data=FULL, headers={"accept": "application/json"})
        assert by_script.status_code == 409
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["goals"] == "Больше заявок"

    async def test_counts_a_look_at_the_brief(self, browser: httpx.AsyncClient, path: str) -> None:
        assert (await browser.post(f"{path}/seen?revision=1")).status_code == 204
