"""`POST /api/v1/leads` as programs meet it."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlmodel import func, select

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.work import Work

URL = "/api/v1/leads"
BODY = {"name": "Мария Белова", "email": "maria@example.com", "message": "Нужен сайт", "source": "vk"}


def _count(work: Work) -> tuple[int, int]:
    """Leads and deals."""
    leads, deals = (work.session.exec(select(func.count()).select_from(table)).one() for table in (Lead, Deal))
    return leads, deals


def _leads(work: Work) -> list[Lead]:
    return list(work.session.exec(select(Lead)))


class TestPostLead:
    async def test_answers_201_with_an_id(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(URL, json=BODY)
        assert answer.status_code == 201
        assert answer.json()["status"] == "created"
        assert len(answer.json()["id"]) == 32

    @pytest.mark.parametrize(
        ("reach", "stored"),
        [
            ({"phone": "8 (495) 123-45-67 доб. 12", "email": ""}, ("", "+74951234567;ext=12")),
            ({"phone": "0049 30 12345678", "email": ""}, ("", "+493012345678")),
            ({"email": "o'brien@example.ie"}, ("o'brien@example.ie", "")),
            ({"email": "почта@пример.рф"}, ("почта@xn--e1afmkfd.xn--p1ai", "")),
        ],
    )
    async def test_takes_phones_and_addresses_as_the_world_writes_them(
        self, reach: dict[str, str], stored: tuple[str, str], browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        assert (await browser.post(URL, json={**BODY, **reach})).status_code == 201
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, _leads)
        assert (lead.email, lead.phone) == stored

    async def test_asks_for_the_plus_of_a_number_of_no_sure_country(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(URL, json={**BODY, "phone": "49 30 12345678"})
        assert answer.status_code == 422
        assert "+493012345678" in answer.text

    async def test_answers_200_with_the_same_id_when_repeated(self, browser: httpx.AsyncClient) -> None:
        first = await browser.post(URL, json=BODY)
        again = await browser.post(URL, json={**BODY, "email": " MARIA@example.com "})
        assert again.status_code == 200
        assert again.json()["id"] == first.json()["id"]

    async def test_makes_one_lead_of_one_key(self, browser: httpx.AsyncClient, services_on_disk: Services) -> None:
        headers = {"Idempotency-Key": "order-17"}
        ids = [(await browser.post(URL, json={**BODY, "message": m}, headers=headers)).json()["id"] for m in "ab"]
        assert ids[0] == ids[1]
        services_on_disk.lead_inbox.open_waiting()
        assert services_on_disk.runner.read_sync(SYSTEM, _count) == (1, 1)

    async def test_makes_one_lead_of_many_posts_at_once(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        answers = await asyncio.gather(*(browser.post(URL, json=BODY) for _ in range(12)))
        assert sorted(answer.status_code for answer in answers) == [200] * 11 + [201]
        services_on_disk.lead_inbox.open_waiting()
        assert services_on_disk.runner.read_sync(SYSTEM, _count) == (1, 1)

    @pytest.mark.parametrize(
        ("change", "field", "code"),
        [
            ({"name": ""}, "name", "required"),
            ({"name": None}, "name", "type"),
            ({"name": 7}, "name", "type"),
            ({"email": "nobody"}, "email", "email"),
            ({"email": None}, "email", "reachable"),
            ({"phone": "hello"}, "phone", "phone"),
            ({"answers": ["a"]}, "answers", "type"),
        ],
    )
    async def test_names_the_field_in_a_problem_document(
        self,
        browser: httpx.AsyncClient,
        services_on_disk: Services,
        change: dict[str, object],
        field: str,
        code: str,
    ) -> None:
        answer = await browser.post(URL, json={**BODY, **change})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["field"], answer.json()["code"], answer.json()["status"]) == (field, code, 422)
        assert services_on_disk.runner.read_sync(SYSTEM, _count) == (0, 0)

    @pytest.mark.parametrize(
        ("body", "wrong"),
        [
            (
                {"name": "", "email": "nobody", "phone": "hello"},
                {"name": "required", "email": "email", "phone": "phone"},
            ),
            ({"name": 7, "email": "nobody", "answers": ["a"]}, {"name": "type", "email": "email", "answers": "type"}),
            ({"email": "a@example.com", "utm": 3}, {"name": "required", "utm": "type"}),
            (
                {"name": "x" * 161, "company": "x" * 201, "phone": "+79161234567"},
                {"name": "too_long", "company": "too_long"},
            ),
        ],
    )
    async def test_names_all_wrong_fields_at_once(
        self, browser: httpx.AsyncClient, body: dict[str, object], wrong: dict[str, str]
    ) -> None:
        told = (await browser.post(URL, json=body)).json()
        assert {one["field"]: one["code"] for one in told["errors"]} == wrong
        assert all(one["detail"] for one in told["errors"])
        first = told["errors"][0]
        assert (told["field"], told["code"], told["detail"]) == (first["field"], first["code"], first["detail"])

    async def test_says_it_in_the_language_of_the_caller(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(URL, json={}, headers={"accept-language": "ru-RU,ru;q=0.9"})
        assert answer.json()["detail"] == "Заполните это поле."

    @pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"name": NaN}', b"[" * 60_000, b"\xff\xfe", b'"text"'])
    async def test_refuses_what_is_not_a_json_object(self, browser: httpx.AsyncClient, body: bytes) -> None:
        answer = await browser.post(URL, content=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_keeps_no_lone_surrogates_or_zero_bytes(
        self, browser: httpx.AsyncClient, services_on_disk: Services
    ) -> None:
        answer = await browser.post(URL, content=rb'{"name": "A\ud800\u0000B", "phone": "+79161234567"}')
        assert answer.status_code == 201
        assert [lead.name for lead in services_on_disk.runner.read_sync(SYSTEM, _leads)] == ["AB"]


class TestBodyLimit:
    async def test_refuses_a_declared_length_without_reading(self, browser: httpx.AsyncClient) -> None:
        read = 0

        async def body() -> AsyncIterator[bytes]:
            nonlocal read
            read += 1
            yield b"x"

        answer = await browser.post(URL, content=body(), headers={"content-length": "65537"})
        assert answer.status_code == 413
        assert answer.json()["code"] == "too_large"

    async def test_stops_reading_a_body_of_unknown_length_at_the_limit(self, browser: httpx.AsyncClient) -> None:
        chunks = 0

        async def body() -> AsyncIterator[bytes]:
            nonlocal chunks
            for _ in range(1000):
                chunks += 1
                yield b"x" * 8192

        answer = await browser.post(URL, content=body())
        assert answer.status_code == 413
        assert chunks < 20

    async def test_reads_64_kilobytes(self, browser: httpx.AsyncClient) -> None:
        padding = " " * (64 * 1024 - 60)
        answer = await browser.post(URL, content=('{"name": "A", "phone": "+79161234567"}' + padding)[: 64 * 1024])
        assert answer.status_code == 201


class TestRateLimit:
    @pytest.fixture(autouse=True)
    def slow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_LEAD_RATE_PER_MINUTE", "2")

    async def test_answers_429_with_retry_after(self, browser: httpx.AsyncClient) -> None:
        codes = [(await browser.post(URL, json={**BODY, "message": m})).status_code for m in "abc"]
        assert codes == [201, 201, 429]
        refused = await browser.post(URL, json={**BODY, "message": "d"})
        assert 1 <= int(refused.headers["retry-after"]) <= 61
        assert refused.json()["code"] == "throttled"

    async def test_does_not_count_repeated_and_refused_ones(self, browser: httpx.AsyncClient) -> None:
        await browser.post(URL, json=BODY)
        for _ in range(5):
            assert (await browser.post(URL, json=BODY)).status_code == 200
            assert (await browser.post(URL, json={**BODY, "email": "?"})).status_code == 422
        assert (await browser.post(URL, json={**BODY, "message": "new"})).status_code == 201
