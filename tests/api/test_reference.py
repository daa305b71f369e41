"""The API describes itself."""

import httpx


class TestOpenapi:
    async def test_describes_the_stable_addresses(self, browser: httpx.AsyncClient) -> None:
        document = (await browser.get("/api/openapi.json")).json()
        assert document["openapi"].startswith("3.")
        assert set(document["paths"]) == {"/api/v1/leads", "/health"}
        answers = document["paths"]["/api/v1/leads"]["post"]["responses"]
        assert {"200", "201", "413", "422", "429"} <= set(answers)


class TestDocs:
    async def test_is_a_page_of_our_own(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/api/docs?lang=ru")
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert "Idempotency-Key" in answer.text
        assert "обязательно" in answer.text


class TestTheRest:
    async def test_is_a_problem_document(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/api/v2/leads")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_here")
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_names_a_wrong_method(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/api/v1/leads")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
