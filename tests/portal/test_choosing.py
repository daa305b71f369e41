"""The choice on a proposal's page: kept with the link, with and without scripts, and shown to everybody."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import httpx
import pypdfium2
import pytest
from sqlmodel import select

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.summaries import read_summary
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.portal.live import _changes
from tests import proposing

JSON = {"Accept": "application/json"}


@pytest.fixture
def run(services_on_disk: Services) -> Callable[..., Any]:
    """Run a function on a unit of work of its own."""
    return lambda use_case, **arguments: services_on_disk.runner.run_sync(SYSTEM, use_case, **arguments)


@pytest.fixture
def document(run: Callable[..., Any]) -> Document:
    return run(proposing.published)


@pytest.fixture
def path(run: Callable[..., Any], document: Document) -> str:
    return f"/d/{run(proposing.token_of, document=document)}"


def choice(html: str) -> tuple[str, list[str], int]:
    """Tariff, ticked options and sum of the form as the page shows it."""
    tariff = re.search(r'name="tariff" value="(\w+)"[^>]* checked', html)
    total = re.search(r'name="total" value="(\d+)"', html)
    assert tariff
    assert total
    return tariff[1], re.findall(r'name="option" value="(\w+)"[^>]* checked', html), int(total[1])


def keys(html: str) -> list[str]:
    return re.findall(r'name="option" value="(\w+)"', html)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        whole = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(whole.split())


class TestKept:
    async def test_stays_with_the_link_after_a_button_without_scripts(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        before = (await browser.get(path)).text
        option = keys(before)[0]
        answer = await browser.post(f"{path}/choose", data={"tariff": "premium", "option": option})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#total")
        tariff, ticked, total = choice((await browser.get(path)).text)
        assert (tariff, ticked) == ("premium", [option])
        assert total > choice(before)[2]
        assert run(lambda work: get_document(work, document.id)).status is DocumentStatus.PUBLISHED

    async def test_tells_the_script_the_mark_of_the_page(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(f"{path}/choose", data={"tariff": "start"}, headers=JSON)
        shown = re.search(r'name="mark" content="([^"]+)"', (await browser.get(path)).text)
        assert shown
        assert answer.json() == {"mark": shown[1]}

    async def test_keeps_what_was_typed_beside_it(self, browser: httpx.AsyncClient, path: str) -> None:
        filled = {"tariff": "premium", "name": "Мария", "consent": "1", "revision": "1"}
        answer = await browser.post(f"{path}/choose", data=filled)
        assert answer.status_code == 200
        assert 'value="Мария"' in answer.text
        assert 'name="consent" value="1" required checked' in answer.text
        assert choice(answer.text) == choice((await browser.get(path)).text)

    async def test_a_refused_answer_keeps_the_choice_too(self, browser: httpx.AsyncClient, path: str) -> None:
        filled = {"tariff": "premium", "revision": "1", "total": "1", "name": "Мария", "consent": "1"}
        assert (await browser.post(f"{path}/accept", data=filled)).status_code == 409
        assert choice((await browser.get(path)).text)[0] == "premium"

    async def test_one_of_many_at_once_is_kept_whole(self, browser: httpx.AsyncClient, path: str) -> None:
        first, second = keys((await browser.get(path)).text)[:2]
        wishes = [("start", first), ("premium", second)] * 10
        answers = await asyncio.gather(
            *(browser.post(f"{path}/choose", data={"tariff": t, "option": o}, headers=JSON) for t, o in wishes)
        )
        assert {answer.status_code for answer in answers} == {200}
        tariff, ticked, _ = choice((await browser.get(path)).text)
        assert (tariff, *ticked) in wishes

    async def test_of_a_person_of_the_studio_is_told_as_theirs(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], path: str
    ) -> None:
        token = run(lambda work: open_session(work, user_id=work.session.exec(select(User)).first().id))
        browser.cookies.set(SESSION_COOKIE, token)
        await browser.post(f"{path}/choose", data={"tariff": "premium"})

        chosen = select(TimelineEvent).where(TimelineEvent.kind == EventKind.PROPOSAL_CHOSEN)
        assert run(lambda work: work.session.exec(chosen).one().actor_kind) is ActorKind.STAFF


class TestRefused:
    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"tariff": "gold"}, "Выберите тариф из предложенных"),
            ({}, "Выберите тариф из предложенных"),
            ({"tariff": "premium", "option": "none"}, "больше нет среди тех"),
        ],
    )
    async def test_says_what_is_not_offered_and_keeps_nothing(
        self, browser: httpx.AsyncClient, path: str, sent: dict[str, str], sentence: str
    ) -> None:
        before = choice((await browser.get(path)).text)
        answer = await browser.post(f"{path}/choose", data=sent)
        assert (answer.status_code, sentence in answer.text) == (422, True)
        told = await browser.post(f"{path}/choose", data=sent, headers={**JSON, "Accept-Language": "en"})
        assert (told.status_code, sentence in told.json()["message"]) == (422, True)
        assert choice((await browser.get(path)).text) == before

    async def test_says_that_it_was_answered(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        await browser.post(f"{path}/decline", data={"revision": "1", "reason": "Дорого"})
        answer = await browser.post(f"{path}/choose", data={"tariff": "premium"})
        assert answer.status_code == 409
        assert "уже ответили" in answer.text
        assert run(lambda work: work.session.get_one(Proposal, document.id)).chosen_tariff is None

    async def test_opens_nothing_at_an_unknown_link(self, browser: httpx.AsyncClient) -> None:
        for headers in ({}, JSON):
            answer = await browser.post("/d/unknown/choose", data={"tariff": "start"}, headers=headers)
            assert answer.status_code == 404

    async def test_is_limited_by_the_minute(self, browser: httpx.AsyncClient, path: str) -> None:
        answers = [await browser.post(f"{path}/choose", data={"tariff": "start"}, headers=JSON) for _ in range(61)]
        assert [answer.status_code for answer in answers[-2:]] == [200, 429]
        assert int(answers[-1].headers["retry-after"]) > 0


class TestTold:
    async def test_other_open_pages_hear_of_it(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        stream = _changes(run(read_summary, document_id=document.id))
        await anext(stream)
        await anext(stream)
        heard = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        await browser.post(f"{path}/choose", data={"tariff": "premium"})
        assert (await asyncio.wait_for(heard, 2)).startswith("event: changed")
        await stream.aclose()

    @pytest.mark.service
    async def test_the_pdf_shows_it_marked_with_its_sum(self, browser: httpx.AsyncClient, path: str) -> None:
        plain = text_of((await browser.get(f"{path}.pdf")).content)
        assert "Выбран" not in plain
        option = keys((await browser.get(path)).text)[0]
        await browser.post(f"{path}/choose", data={"tariff": "premium", "option": option})
        page = (await browser.get(path)).text
        total = re.search(r'data-live="total">([^<]+)<', page)
        assert total
        chosen = text_of((await browser.get(f"{path}.pdf")).content)
        assert chosen.count("Выбран") == 1
        assert chosen.count("✓") == 1
        assert " ".join(total[1].split()) in chosen
        assert "Состав и стоимость · Премиум" in chosen

    async def test_the_accepted_page_says_it_with_its_sum(self, browser: httpx.AsyncClient, path: str) -> None:
        option = keys((await browser.get(path)).text)[0]
        await browser.post(f"{path}/choose", data={"tariff": "premium", "option": option})
        _, _, total = choice((await browser.get(path)).text)
        filled = {"tariff": "premium", "option": option, "revision": "1", "total": str(total)}
        await browser.post(f"{path}/accept", data={**filled, "name": "Мария", "consent": "1"})
        after = (await browser.get(path)).text
        told = re.search(r"Вы приняли: ([^<]+?)\. ", after)
        assert told
        assert told[1].startswith("тариф «Премиум» с опцией «")
        assert str(total // 100) in re.sub(r"\D", "", told[1])
        assert told[1].endswith("с НДС")
