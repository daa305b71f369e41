"""What cannot be answered as it was asked: people get a page in their language, programs a problem document."""

import httpx
import pytest

from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from tests import proposing


@pytest.fixture
def token(services_on_disk: Services) -> str:
    document = services_on_disk.runner.run_sync(SYSTEM, proposing.published, locale="en")
    return services_on_disk.runner.run_sync(SYSTEM, proposing.token_of, document=document)


class TestRefusal:
    @pytest.mark.parametrize("revision", ["one", "-1", "9" * 400, "１" * 30])
    async def test_is_a_page_that_leads_back(self, browser: httpx.AsyncClient, token: str, revision: str) -> None:
        answer = await browser.post(
            f"/d/{token}/decline", data={"revision": revision}, headers={"accept-language": "ru"}
        )
        assert answer.status_code == 422
        assert "We could not read that" in answer.text
        assert f'href="/d/{token}"' in answer.text
        assert answer.headers["x-frame-options"] == "DENY"

    async def test_tells_nothing_of_a_link_that_is_none(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/d/nobody/decline?lang=en", data={"revision": "x"})
        assert answer.status_code == 422
        assert "nobody" not in answer.text

    async def test_of_another_method_is_a_page(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.put("/lead?lang=en")
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
        assert "There is nothing here" in answer.text

    async def test_of_too_much_is_a_page(self, browser: httpx.AsyncClient, token: str) -> None:
        answer = await browser.post(f"/d/{token}/accept", content=b"a" * 600_000)
        assert answer.status_code == 413
        assert "<h1>" in answer.text

    async def test_is_a_problem_document_where_a_program_asks(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/webhooks/demo")
        assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
        assert answer.json()["code"] == "method_not_allowed"
        asked = await browser.put("/lead", headers={"accept": "application/json"})
        assert asked.headers["content-type"] == "application/problem+json"


class TestWebhook:
    @pytest.mark.parametrize("stamp", ["9" * 400, "9" * 5000, "-1", "1e9", "²", "١٢٣", "", str(2**63)])
    async def test_of_a_moment_that_is_none_is_badly_signed(self, browser: httpx.AsyncClient, stamp: str) -> None:
        header = f"t={stamp},v1=00".encode()
        answer = await browser.post("/webhooks/demo", content=b"{}", headers={SIGNATURE_HEADER.encode(): header})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"


class TestSameOrigin:
    async def test_is_not_an_address_that_is_none(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/session/close", headers={"origin": "http://["})
        assert answer.status_code == 403
