"""The thanks say what really comes next: on the studio's page, on a form of its own, in the API."""

import httpx
import pytest

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from tests.portal.test_lead_forms import FILLED, make

BASE = {"name": "Мария", "consent": "yes", "lang": "en"}
ELSEWHERE = {"x-forwarded-for": "203.0.113.7"}


@pytest.fixture(autouse=True)
def behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visitors come from elsewhere: this machine would be exempt."""
    monkeypatch.setenv("STUDIO_TRUSTED_PROXY", "127.0.0.1")
    monkeypatch.setenv("STUDIO_LEAD_LETTERS_AN_HOUR", "1")


async def thanks(browser: httpx.AsyncClient, path: str = "/lead", **fields: str) -> str:
    sent = await browser.post(path, data={**BASE, **fields}, headers=ELSEWHERE)
    assert sent.status_code == 303
    return (await browser.get(sent.headers["location"])).text


class TestThanks:
    async def test_name_the_address_of_the_letter_masked(self, browser: httpx.AsyncClient) -> None:
        said = await thanks(browser, email="maria@example.com")
        assert "m•••@example.com" in said
        assert "maria@" not in said

    async def test_promise_a_call_where_only_a_phone_was_left(self, browser: httpx.AsyncClient) -> None:
        said = await thanks(browser, phone="8 916 123-45-67")
        assert "we will call you" in said
        assert "spam" not in said

    async def test_promise_a_person_where_the_letter_is_held(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        await thanks(browser, email="one@example.com")
        services_on_disk.lead_inbox.open_waiting()
        assert "A person will look at your request" in await thanks(browser, email="two@example.com")

    async def test_of_a_form_of_its_own_say_it_beside_its_own_words(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        services_on_disk.runner.run_sync(SYSTEM, make)
        said = await thanks(browser, "/lead/month", **FILLED)
        assert "Позвоним сегодня" in said
        assert "Письма не будет" in said

    async def test_promise_no_letter_to_whom_sent_nothing(self, browser: httpx.AsyncClient) -> None:
        said = (await browser.get("/lead/thanks?lang=en&lead=nonsense")).text
        assert "A person will look at your request" in said

    @pytest.mark.parametrize(
        ("reach", "follows"), [({"email": "maria@example.com"}, "letter"), ({"phone": "+79161234567"}, "call")]
    )
    async def test_stand_in_the_answer_of_the_api(
        self, browser: httpx.AsyncClient, reach: dict[str, str], follows: str
    ) -> None:
        answer = await browser.post("/api/v1/leads", json={"name": "Мария", **reach}, headers=ELSEWHERE)
        assert answer.json()["follows"] == follows
