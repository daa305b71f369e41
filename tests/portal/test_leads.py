"""The lead form as a browser without scripts meets it."""

import re

import httpx
import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Work

FORM = {"name": "Мария Белова", "email": "maria@example.com", "message": "Нужен сайт", "consent": "yes", "lang": "ru"}


def _leads(work: Work) -> list[Lead]:
    return list(work.session.exec(select(Lead)))


def _channels(work: Work) -> list[str]:
    return [work.session.get_one(Channel, deal.channel_id).key for deal in work.session.exec(select(Deal))]


class TestForm:
    async def test_may_stand_in_a_frame(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/lead")
        assert answer.status_code == 200
        assert "x-frame-options" not in answer.headers
        assert "frame-ancestors *" in answer.headers["content-security-policy"]
        assert "script-src 'self'" in answer.headers["content-security-policy"]

    async def test_needs_no_script_and_is_light(self, browser: httpx.AsyncClient) -> None:
        html = (await browser.get("/lead")).text
        conveniences = [f'<script src="/{name}.js" defer></script>' for name in ("keep", "limits")]
        assert html.count("<script") == sum(html.count(one) for one in conveniences) == 2
        assert "style=" not in html
        assert len(html) < 20_000

    async def test_asks_for_consent_without_giving_it(self, browser: httpx.AsyncClient) -> None:
        html = (await browser.get("/lead")).text
        box = re.search(r'<input type="checkbox"[^>]*>', html)
        assert box is not None
        assert "checked" not in box[0]

    async def test_speaks_the_language_asked_for(self, browser: httpx.AsyncClient) -> None:
        assert 'lang="en"' in (await browser.get("/lead?lang=en")).text
        assert 'lang="en"' in (await browser.get("/lead", headers={"accept-language": "en-GB"})).text
        assert 'lang="ru"' in (await browser.get("/lead", headers={"accept-language": "fr"})).text

    async def test_carries_source_and_campaign_along_escaped(self, browser: httpx.AsyncClient) -> None:
        html = (await browser.get('/lead?source=vk&utm_source="><b>x')).text
        assert 'name="source" value="vk"' in html
        assert "<b>x" not in html


class TestSend:
    async def test_leads_to_the_thank_you_page(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/lead", data=FORM)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/lead/thanks?lang=ru&lead=")
        assert "Спасибо" in (await browser.get(answer.headers["location"])).text

    async def test_makes_the_lead_with_source_campaign_and_consent(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        await browser.post("/lead", data={**FORM, "source": "vk", "utm_campaign": "spring"})
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, _leads)
        assert (lead.source, lead.utm) == ("vk", {"utm_campaign": "spring"})
        assert re.fullmatch(r"\d{4}-\d\d-\d\d/ru/[0-9a-f]{40}", lead.consent_version)
        assert lead.consent_at is not None
        services_on_disk.lead_inbox.open_waiting()
        assert services_on_disk.runner.read_sync(SYSTEM, _channels) == ["vk"]

    async def test_twice_makes_one_lead(self, browser: httpx.AsyncClient, services_on_disk: Services) -> None:
        for _ in range(2):
            assert (await browser.post("/lead", data=FORM)).status_code == 303
        assert len(services_on_disk.runner.read_sync(SYSTEM, _leads)) == 1

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"name": ""}, "Заполните это поле."),
            ({"email": ""}, "Оставьте почту или телефон"),
            ({"email": "maria"}, "Проверьте адрес почты."),
            ({"consent": ""}, "Без согласия"),
        ],
    )
    async def test_says_what_is_wrong_and_keeps_what_was_written(
        self, browser: httpx.AsyncClient, services_on_disk: Services, change: dict[str, str], sentence: str
    ) -> None:
        answer = await browser.post("/lead", data={**FORM, **change})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Нужен сайт" in answer.text
        assert services_on_disk.runner.read_sync(SYSTEM, _leads) == []

    async def test_says_all_that_is_wrong_at_once_each_at_its_field(self, browser: httpx.AsyncClient) -> None:
        wrong = {"name": "", "email": "maria", "phone": "12", "company": "ы" * 201, "message": "Нужен", "lang": "ru"}
        html = (await browser.post("/lead", data=wrong)).text
        for name in ("name", "email", "phone", "company", "consent"):
            assert f'aria-invalid="true" aria-describedby="{name}-problem"' in html
            assert f'<p class="complaint" id="{name}-problem">' in html
        assert "Слишком длинно: не больше 200 знаков." in html
        assert html.count("autofocus=") == 1
        assert html.index("autofocus=") < html.index('id="company"')

    async def test_keeps_the_tick(self, browser: httpx.AsyncClient) -> None:
        html = (await browser.post("/lead", data={**FORM, "email": "maria"})).text
        assert 'name="consent" value="yes" required checked' in html

    async def test_lets_a_program_that_fills_in_everything_believe_it(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        answer = await browser.post("/lead", data={**FORM, "homepage": "https://spam.example"})
        assert answer.status_code == 303
        assert services_on_disk.runner.read_sync(SYSTEM, _leads) == []

    async def test_refuses_a_huge_body(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/lead", content=b"name=" + b"x" * 200_000)
        assert answer.status_code == 413


class TestLimit:
    @pytest.fixture(autouse=True)
    def slow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_LEAD_RATE_PER_MINUTE", "1")

    async def test_is_shared_with_the_api(self, browser: httpx.AsyncClient) -> None:
        await browser.post("/api/v1/leads", json={"name": "А", "email": "a@example.com"})
        answer = await browser.post("/lead", data=FORM)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert "Нужен сайт" in answer.text


class TestConsentPage:
    async def test_names_who_processes_the_data(self, browser: httpx.AsyncClient) -> None:
        assert "«Образец»" in (await browser.get("/lead/consent")).text
