"""The brief as a client without scripts fills it in, and as the page's script saves it."""

import httpx
import pytest

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.briefs.service import answers_of, send_brief
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from tests.portal.filling import Fields, fields_of

FULL: Fields = {
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


BY_SCRIPT = {"accept": "application/json"}


async def filled(browser: httpx.AsyncClient, path: str, changes: Fields) -> Fields:
    """The brief as it is opened now, with `changes` typed into it."""
    return fields_of((await browser.get(path)).text, "brief", changes)


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
        typed = await filled(browser, path, {"goals": "Продажи", "integrations": ["crm", "erp"]})
        answer = await browser.post(f"{path}/save", data=typed)
        assert answer.status_code == 303
        page = await browser.get(answer.headers["location"])
        assert "Сохранено" in page.text
        assert 'value="crm" checked' in page.text
        answers = services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)
        assert answers == {"goals": "Продажи", "integrations": ["crm", "erp"]}

    async def test_by_the_script_answers_how_far_it_is(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(f"{path}/save", data=await filled(browser, path, FULL), headers=BY_SCRIPT)
        assert answer.json() == {"answered": 9, "total": 11, "progress": "9 из 11", "problems": {}, "choose": []}

    async def test_unticks_what_is_no_longer_posted(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        await browser.post(f"{path}/save", data=await filled(browser, path, FULL))
        await browser.post(f"{path}/save", data=await filled(browser, path, {"languages": []}))
        assert "languages" not in services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)

    async def test_keeps_a_refused_text_with_its_sentence_also_after_a_reload(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        typed = await filled(browser, path, {"pages": "штук <двадцать>"})
        by_script = await browser.post(f"{path}/save", data=typed, headers=BY_SCRIPT)
        assert by_script.json()["problems"] == {"pages": "Напишите число цифрами, например 12500 или 12 500,50."}
        assert by_script.json()["answered"] == 1
        for page in (await browser.get(path), await browser.post(f"{path}/save", data=typed)):
            assert 'value="штук &lt;двадцать&gt;" aria-invalid="true" aria-describedby="pages-problem"' in page.text
            assert "Напишите число цифрами" in page.text
        assert (await browser.post(f"{path}/save", data=typed)).status_code == 422

    async def test_takes_an_amount_back_as_it_was_shown_in_any_language(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        lead = LeadIn(name="Ann", phone="+79161234568", locale="en")
        deal_id = services_on_disk.runner.run_sync(SYSTEM, receive_lead, lead=lead).deal_id
        path = services_on_disk.runner.run_sync(SYSTEM, send_brief, deal_id=deal_id).path
        await browser.post(f"{path}/save", data=await filled(browser, path, {"budget": "300 000"}))
        answer = await browser.post(f"{path}/save", data=await filled(browser, path, {"goals": "Sales"}))
        assert answer.status_code == 303

    async def test_shortens_nothing_that_the_lead_has_told(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        lead = LeadIn(name="Ann", phone="+79161234568", message="so " * 1500 + "the end")
        deal_id = services_on_disk.runner.run_sync(SYSTEM, receive_lead, lead=lead).deal_id
        path = services_on_disk.runner.run_sync(SYSTEM, send_brief, deal_id=deal_id).path
        page = (await browser.get(path)).text
        assert "the end</textarea>" in page
        assert "Слишком длинно: не больше 3\u00a0000 знаков." in page

    async def test_keeps_no_more_beside_the_answers_than_a_person_types(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        long = "x" * 180_000
        for name in ("goals", "examples"):
            answer = await browser.post(f"{path}/save", data={name: long, f"seen.{name}": "", "page": name})
        assert answer.status_code == 422
        assert long in answer.text


class TestTwoDevices:
    async def test_are_merged_by_question(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        phone = await filled(browser, path, {"goals": "Продажи"})
        laptop = await filled(browser, path, {"pages": "12", "languages": ["ru"]})
        assert (await browser.post(f"{path}/save", data=phone)).status_code == 303
        assert (await browser.post(f"{path}/save", data=laptop)).status_code == 303
        answers = services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)
        assert answers == {"goals": "Продажи", "pages": 12, "languages": ["ru"]}

    async def test_the_later_one_gets_both_answers_and_chooses(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        phone, laptop = [await filled(browser, path, {"design": name}) for name in ("custom", "template")]
        await browser.post(f"{path}/save", data=phone)
        told = await browser.post(f"{path}/save", data=laptop)
        assert told.status_code == 422
        assert "На двух устройствах ответили по-разному" in told.text
        reloaded = (await browser.get(path)).text
        for page in (told.text, reloaded):
            for name in ("custom", "template"):
                assert f'<input type="radio" name="choice.design" value="{name}">' in page
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["design"] == "custom"
        choice = fields_of(told.text, "brief", {"choice.design": "template"})
        assert (await browser.post(f"{path}/save", data=choice)).status_code == 303
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["design"] == "template"
        assert "choice.design" not in (await browser.get(path)).text

    async def test_cannot_send_what_nobody_has_chosen(self, browser: httpx.AsyncClient, path: str) -> None:
        phone = await filled(browser, path, FULL)
        laptop = await filled(browser, path, {**FULL, "design": "template"})
        await browser.post(f"{path}/save", data=phone)
        assert (await browser.post(path, data=laptop)).status_code == 422

    async def test_the_later_one_is_told_which_answers_came_too_late(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        laptop = await filled(browser, path, {"goals": "Доверие <партнёров>"})
        await browser.post(path, data=await filled(browser, path, FULL))
        for answer in (await browser.post(path, data=laptop), await browser.post(f"{path}/save", data=laptop)):
            assert answer.status_code == 409
            assert "Доверие &lt;партнёров&gt;" in answer.text
            assert "уже отправили с другого устройства" in answer.text


class TestSubmit:
    async def test_thanks_and_shows_the_answers_for_reading(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(path, data=await filled(browser, path, FULL))
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        page = (await browser.get(path)).text
        assert "Спасибо" in page
        assert "Интернет-магазин" in page
        assert "300\u00a0000\u00a0₽" in page
        assert "<form" not in page

    async def test_names_what_is_missing_and_keeps_the_rest(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        answer = await browser.post(path, data=await filled(browser, path, {**FULL, "design": "", "pages": "9999"}))
        assert answer.status_code == 422
        assert "Нужно число от 1 до 500." in answer.text
        assert 'value="9999"' in answer.text
        assert "Выберите ответ." in answer.text
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["site_kind"] == "shop"

    async def test_cannot_be_changed_afterwards(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, deal_id: str
    ) -> None:
        typed = await filled(browser, path, FULL)
        await browser.post(path, data=typed)
        again = await browser.post(f"{path}/save", data=typed)
        assert (again.status_code, again.headers["location"]) == (303, path)
        later = {**typed, "goals": "Другое"}
        by_script = await browser.post(f"{path}/save", data=later, headers=BY_SCRIPT)
        assert by_script.status_code == 409
        assert by_script.json()["message"]
        assert services_on_disk.runner.read_sync(SYSTEM, answers_of, deal_id=deal_id)["goals"] == "Больше заявок"

    async def test_puts_the_focus_on_the_first_field_to_mend(self, browser: httpx.AsyncClient, path: str) -> None:
        typed = await filled(browser, path, {**FULL, "pages": "9999", "design": [], "content": []})
        page = (await browser.post(path, data=typed)).text
        assert page.count(" autofocus") == 1
        assert 'aria-describedby="pages-problem" autofocus' in page

    async def test_counts_a_look_at_the_brief(self, browser: httpx.AsyncClient, path: str) -> None:
        assert (await browser.post(f"{path}/seen?revision=1")).status_code == 204
