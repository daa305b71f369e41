"""A client's page at /d/{token}, without a browser and without scripts."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pypdfium2 import PdfDocument
from sqlmodel import select
from starlette.requests import ClientDisconnect

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sessions import close_session
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.stamps import stamps
from studio_app.domain.documents.summaries import read_summary
from studio_app.domain.proposals.changes import publish_proposal_changes
from studio_app.domain.proposals.draft import save_proposal
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work
from studio_app.portal import live
from studio_app.portal.live import AT_ALL, PER_ADDRESS, OpenPage, OpenPages, _changes, concerns
from studio_app.portal.pages import pages
from tests import proposing


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


def sign_in(work: Work) -> str:
    """Somebody of the studio is signed in."""
    return open_session(work, user_id=work.session.exec(select(User)).first().id)


@pytest.fixture
def session(run: Callable[..., Any]) -> str:
    return run(sign_in)


def row(run: Callable[..., Any], document: Document) -> Document:
    return run(lambda work: get_document(work, document.id))


def form(html: str, **changes: Any) -> dict[str, Any]:
    """What the accept form would send as the page stands."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\d+)"', html.split('id="accept"')[1]))
    tariff = re.search(r'name="tariff" value="(\w+)"[^>]* checked', html)
    assert tariff
    return {**hidden, "tariff": tariff[1], "name": "Мария Круглова", "consent": "1", **changes}


def pdf_text(file: bytes) -> str:
    with closing(PdfDocument(file)) as read:
        return "".join(page.get_textpage().get_text_range() for page in read)


def change_intro(work: Work, document_id: str, intro: str) -> None:
    said = read_proposal(work, document_id=document_id).content
    save_proposal(work, document_id=document_id, content=said.model_copy(update={"intro": intro}))


def tell_intro(work: Work, document_id: str, intro: str) -> None:
    change_intro(work, document_id, intro)
    publish_proposal_changes(work, document_id=document_id)


def rename(work: Work, *, name: str, name_en: str) -> None:
    row = work.session.get_one(Studio, THE_STUDIO)
    row.name, row.name_en = name, name_en


class TestShow:
    async def test_is_private_and_light(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert len(answer.content) < 60_000

    async def test_changes_nothing(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        await browser.get(path)
        assert row(run, document).first_seen_at is None

    async def test_shows_on_a_refresh_what_is_published_and_nothing_before(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        before = await browser.get(path)
        run(change_intro, document_id=document.id, intro="Другое вступление")
        assert (await browser.get(path)).content == before.content
        pages._pages.clear()  # nor is it the page kept ready that stays the same
        assert (await browser.get(path)).content == before.content
        run(publish_proposal_changes, document_id=document.id)
        assert "Другое вступление" in (await browser.get(path)).text

    async def test_marks_what_is_new_since_the_last_visit(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        await browser.post(f"{path}/seen?revision=1")
        assert "is-changed" not in (await browser.get(path)).text
        run(tell_intro, document_id=document.id, intro="Другое вступление")
        page = (await browser.get(path)).text
        assert page.count("is-changed") == 1
        await browser.post(f"{path}/seen?revision=2")
        assert "is-changed" not in (await browser.get(path)).text

    async def test_escapes_what_people_type(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        run(tell_intro, document_id=document.id, intro="<script>alert(1)</script>")
        assert "<script>alert" not in (await browser.get(path)).text

    async def test_speaks_the_clients_language(self, browser: httpx.AsyncClient, run: Callable[..., Any]) -> None:
        english = run(proposing.published, locale="en")
        page = (await browser.get(f"/d/{run(proposing.token_of, document=english)}")).text
        assert '<html lang="en">' in page
        assert "Accept the proposal" in page

    async def test_says_the_studios_english_name_in_english_alone(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], path: str
    ) -> None:
        run(rename, name="Студия света", name_en="Studio of Light")
        english = run(proposing.published, locale="en")
        page = (await browser.get(f"/d/{run(proposing.token_of, document=english)}")).text
        assert "Studio of Light" in page
        assert "Студия света" not in page
        assert "Студия света" in (await browser.get(path)).text


class TestNotFound:
    async def test_is_the_same_for_unknown_revoked_expired_links_and_drafts(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        run(replace_link, document_id=document.id)
        expired, draft = run(proposing.published), run(proposing.draft)

        def expire(work: Work) -> None:
            get_document(work, expired.id).expires_at = work.now() - timedelta(seconds=1)

        run(expire)
        paths = ["/d/unknown", path, *(f"/d/{run(proposing.token_of, document=d)}" for d in (expired, draft))]
        answers = [await browser.get(p + tail) for p in paths for tail in ("", ".pdf", "/events")]
        answers += [await browser.post(f"{p}/{verb}") for p in paths for verb in ("seen", "decline")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


class TestPreview:
    """A draft in the eyes of the people of the studio."""

    @pytest.fixture
    def draft(self, run: Callable[..., Any]) -> Document:
        return run(proposing.draft)

    @pytest.fixture
    def link(self, run: Callable[..., Any], draft: Document) -> str:
        return f"/d/{run(proposing.token_of, document=draft)}"

    async def test_shows_the_page_without_anything_to_do(
        self, browser: httpx.AsyncClient, session: str, link: str
    ) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        answer = await browser.get(link)
        assert answer.status_code == 200
        assert "Черновик" in answer.text
        assert "<article" in answer.text
        assert "<form" not in answer.text
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"

    async def test_counts_no_look(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], draft: Document, session: str, link: str
    ) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        await browser.get(link)
        await browser.post(f"{link}/seen?revision=1")
        assert row(run, draft).first_seen_at is None

    @pytest.mark.service
    async def test_makes_the_pdf_too(self, browser: httpx.AsyncClient, session: str, link: str) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        assert (await browser.get(f"{link}.pdf")).content.startswith(b"%PDF")

    async def test_whose_pdf_cannot_be_made_says_so_and_why(
        self, browser: httpx.AsyncClient, services_on_disk: Services, session: str, link: str
    ) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        services_on_disk.pool.close()
        answer = await browser.get(f"{link}.pdf")
        assert answer.status_code == 503
        assert "Документ сейчас не получился (closed)." in answer.text
        assert "<article" in answer.text

    async def test_lets_nobody_answer_to_it(self, browser: httpx.AsyncClient, session: str, link: str) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        assert (await browser.post(f"{link}/decline", data={"revision": "1", "reason": "Нет"})).status_code == 404

    @pytest.mark.parametrize("cookie", ["", "made up", "revoked"])
    async def test_is_the_same_404_for_everybody_else(
        self, *, browser: httpx.AsyncClient, run: Callable[..., Any], session: str, link: str, cookie: str
    ) -> None:
        unknown = await browser.get("/d/unknown")
        if cookie == "revoked":
            run(close_session, token=session)
        if cookie:
            browser.cookies.set(SESSION_COOKIE, session if cookie == "revoked" else cookie)
        for tail in ("", ".pdf"):
            answer = await browser.get(f"{link}{tail}")
            assert (answer.status_code, answer.content) == (404, unknown.content)
            assert answer.headers == unknown.headers

    async def test_leaves_links_that_open_nothing_alone(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str, session: str
    ) -> None:
        browser.cookies.set(SESSION_COOKIE, session)
        run(replace_link, document_id=document.id)
        assert (await browser.get(path)).status_code == 404
        assert (await browser.get("/d/unknown")).status_code == 404


class TestChanges:
    """What is not published yet, at `…/changes`."""

    @pytest.fixture
    def changed(self, run: Callable[..., Any], document: Document, path: str) -> str:
        run(change_intro, document_id=document.id, intro="Ещё не опубликовано")
        return f"{path}/changes"

    async def test_are_shown_to_people_of_the_studio_and_marked(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], session: str, document: Document, changed: str
    ) -> None:
        page = (await browser.get(changed, headers={"Cookie": f"{SESSION_COOKIE}={session}"})).text
        assert "Ещё не опубликовано" in page
        assert "is-changed" in page
        assert "<form" not in page
        assert "/seen" not in page
        assert ".pdf" not in page  # that is what the client sees
        assert row(run, document).first_seen_at is None

    async def test_are_not_on_the_page_of_the_client_even_for_them(
        self, browser: httpx.AsyncClient, session: str, path: str, changed: str
    ) -> None:
        assert (
            "Ещё не опубликовано"
            not in (await browser.get(path, headers={"Cookie": f"{SESSION_COOKIE}={session}"})).text
        )
        assert (await browser.get(changed, headers={"Cookie": f"{SESSION_COOKIE}={session}"})).status_code == 200

    async def test_are_the_same_404_for_everybody_else(
        self, browser: httpx.AsyncClient, changed: str, path: str
    ) -> None:
        answer = await browser.get(changed)
        assert answer.status_code == 404
        assert "Ещё не опубликовано" not in answer.text
        assert answer.text == (await browser.get("/d/none/changes")).text

    async def test_are_not_there_once_all_is_published(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], session: str, document: Document, changed: str
    ) -> None:
        run(publish_proposal_changes, document_id=document.id)
        assert (await browser.get(changed, headers={"Cookie": f"{SESSION_COOKIE}={session}"})).status_code == 404

    @pytest.mark.service
    async def test_are_not_in_the_pdf(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        run(change_intro, document_id=document.id, intro="НЕОПУБЛИКОВАННОЕ")
        assert "НЕОПУБЛИКОВАННОЕ" not in pdf_text((await browser.get(f"{path}.pdf")).content)
        run(publish_proposal_changes, document_id=document.id)
        assert "НЕОПУБЛИКОВАННОЕ" in pdf_text((await browser.get(f"{path}.pdf")).content)


class TestSeen:
    async def test_counts_a_client(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        assert (await browser.post(f"{path}/seen?revision=1")).status_code == 204
        assert row(run, document).last_seen_revision == 1

    async def test_does_not_count_people_of_the_studio(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        token = run(lambda work: open_session(work, user_id=work.session.exec(select(User)).first().id))
        browser.cookies.set(SESSION_COOKIE, token)
        assert (await browser.post(f"{path}/seen?revision=1")).status_code == 204
        assert row(run, document).first_seen_at is None

    async def test_counts_a_stranger_with_a_made_up_cookie(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        browser.cookies.set(SESSION_COOKIE, "made up")
        await browser.post(f"{path}/seen?revision=1")
        assert row(run, document).first_seen_at is not None

    async def test_ignores_a_revision_that_does_not_exist(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        await browser.post(f"{path}/seen?revision=7")
        assert row(run, document).first_seen_at is None


class TestAccept:
    async def test_says_all_that_is_wrong_at_once_and_keeps_the_rest(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        filled = form((await browser.get(path)).text)
        both = (await browser.post(f"{path}/accept", data={**filled, "name": " ", "consent": ""})).text
        assert 'aria-describedby="name-problem" autofocus' in both
        assert 'aria-describedby="consent-problem"' in both
        ticked = (await browser.post(f"{path}/accept", data={**filled, "name": "x" * 161, "consent": "1"})).text
        assert 'name="consent" value="1" required checked' in ticked
        assert "x" * 161 in ticked

    async def test_a_refusal_that_is_too_long_is_kept_whole(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.post(f"{path}/decline", data={"revision": "1", "reason": "нет " * 300})
        assert answer.status_code == 422
        assert "нет " * 300 in answer.text
        assert 'aria-describedby="reason-problem" autofocus' in answer.text

    async def test_takes_the_choice_and_says_thanks(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        await browser.post(f"{path}/choose", data={"tariff": "premium"})
        page = (await browser.get(path)).text
        answer = await browser.post(f"{path}/accept", data=form(page))
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        after = (await browser.get(path)).text
        assert "Предложение принято" in after
        assert 'id="accept"' not in after
        proposal = run(lambda work: work.session.get_one(Proposal, document.id))
        assert str(proposal.accepted_amount) == form(page)["total"]
        copy = run(frozen_copy, document_id=document.id, revision=1)
        assert "Мария" in copy.html.decode()
        assert "<form" not in copy.html.decode()

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"consent": ""}, 422, "Отметьте согласие"),
            ({"name": " "}, 422, "Заполните это поле"),
            ({"tariff": "gold"}, 422, "Выберите тариф"),
            ({"total": "1"}, 409, "сумма теперь другая"),
            ({"revision": "0"}, 409, "документ изменился"),
        ],
    )
    async def test_says_what_is_wrong_and_changes_nothing(
        self,
        *,
        browser: httpx.AsyncClient,
        run: Callable[..., Any],
        document: Document,
        path: str,
        changes: dict[str, str],
        status: int,
        sentence: str,
    ) -> None:
        page = (await browser.get(path)).text
        answer = await browser.post(f"{path}/accept", data=form(page, **changes))
        assert (answer.status_code, sentence in answer.text) == (status, True)
        assert row(run, document).status is DocumentStatus.PUBLISHED

    async def test_keeps_what_was_typed_and_ticked(self, browser: httpx.AsyncClient, path: str) -> None:
        page = (await browser.get(path)).text
        answer = await browser.post(f"{path}/accept", data=form(page, tariff="premium"))
        assert answer.status_code == 409
        assert 'value="Мария Круглова"' in answer.text
        assert form(answer.text)["tariff"] == "premium"
        again = await browser.post(f"{path}/accept", data=form(answer.text))
        assert again.status_code == 303

    async def test_refuses_an_old_revision(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        page = (await browser.get(path)).text
        run(tell_intro, document_id=document.id, intro="Другое вступление")
        answer = await browser.post(f"{path}/accept", data=form(page))
        assert answer.status_code == 409
        assert "Прочитайте, пожалуйста, ещё раз" in answer.text
        assert "Другое вступление" in answer.text


class TestDecline:
    async def test_asks_for_a_reason_then_thanks(self, browser: httpx.AsyncClient, path: str) -> None:
        refused = await browser.post(f"{path}/decline", data={"revision": "1", "reason": ""})
        assert refused.status_code == 422
        answer = await browser.post(f"{path}/decline", data={"revision": "1", "reason": "Дорого"})
        assert answer.status_code == 303
        assert "Вы отклонили предложение" in (await browser.get(path)).text


class TestLive:
    async def test_tells_an_open_page_that_its_document_changed(
        self,
        browser: httpx.AsyncClient,
        services_on_disk: Services,
        run: Callable[..., Any],
        document: Document,
        path: str,
    ) -> None:

        summary = run(read_summary, document_id=document.id)
        stream = _changes(summary)
        assert await anext(stream) == "retry: 3000\n\n"
        shown = re.search(r'name="mark" content="([^"]+)"', (await browser.get(path)).text)
        assert shown
        assert await anext(stream) == f"event: at\ndata: {shown[1]}\n\n"
        heard = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        await services_on_disk.runner.run(SYSTEM, tell_intro, document_id=document.id, intro="Другое")
        assert (await asyncio.wait_for(heard, 2)).startswith("event: changed")
        await stream.aclose()
        assert not services_on_disk.hub._listeners

    async def test_is_silent_about_other_deals_and_looks(
        self, run: Callable[..., Any], document: Document, services_on_disk: Services
    ) -> None:

        summary = run(read_summary, document_id=document.id)
        heard = []
        async with services_on_disk.hub.listen() as queue:
            await services_on_disk.runner.run(SYSTEM, proposing.published)
            await asyncio.sleep(0.05)
            while not queue.empty():
                heard.append(concerns(queue.get_nowait(), summary))
        assert heard
        assert not any(heard)

    async def test_is_silent_about_what_is_not_published(
        self, run: Callable[..., Any], document: Document, services_on_disk: Services
    ) -> None:
        token = run(proposing.token_of, document=document)
        summary, before = run(read_summary, document_id=document.id), run(stamps, tokens=[token])
        async with services_on_disk.hub.listen() as queue:
            await services_on_disk.runner.run(SYSTEM, change_intro, document_id=document.id, intro="Другое")
            assert run(stamps, tokens=[token]) == before
            await services_on_disk.runner.run(SYSTEM, proposing.change_price, deal_id=document.deal_id)
            await asyncio.sleep(0.05)
            heard = [queue.get_nowait() for _ in range(queue.qsize())]
            assert heard  # the board hears what the estimate comes to
            assert not any(concerns(one, summary) for one in heard)
            await services_on_disk.runner.run(SYSTEM, publish_proposal_changes, document_id=document.id)
            assert concerns(await asyncio.wait_for(queue.get(), 2), summary)

    def test_gives_each_address_a_bounded_number_of_places(self) -> None:
        pages = OpenPages(per_address=2, at_all=3)
        assert [pages.enter("a"), pages.enter("a"), pages.enter("a")] == [True, True, False]
        assert [pages.enter("b"), pages.enter("b")] == [True, False]
        pages.leave("a")
        assert pages.enter("c")

    async def test_says_when_to_come_again_where_there_is_no_place(
        self, browser: httpx.AsyncClient, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert (PER_ADDRESS, AT_ALL) == (12, 6000)
        full = OpenPages(per_address=12, at_all=0)
        monkeypatch.setattr(live, "_pages", full)
        answer = await browser.get(f"{path}/events")
        assert (answer.status_code, int(answer.headers["retry-after"])) == (429, 60)

    async def test_gives_the_place_of_a_client_back_who_is_gone_before_the_first_word(self) -> None:
        left: list[str] = []

        async def gone(_: object) -> None:
            raise OSError

        async def listening() -> dict[str, str]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def stream() -> AsyncIterator[str]:
            yield "never"

        page = OpenPage(stream(), leave=lambda: left.append("a"))
        with pytest.raises(ClientDisconnect):
            await page({"type": "http", "asgi": {"spec_version": "2.4"}}, listening, gone)
        assert left == ["a"]


class TestBrand:
    @pytest.mark.parametrize("key", ["zz", "4F46E5", "4f46e5;}", "4f46e"])
    async def test_serves_colours_only(self, browser: httpx.AsyncClient, key: str) -> None:
        assert (await browser.get(f"/brand/{key}.css")).status_code == 404

    async def test_is_kept_for_ever(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.get("/brand/0f766e.css")
        assert "--accent:#0f766e" in answer.text
        assert "immutable" in answer.headers["cache-control"]


class TestName:
    async def test_the_tab_says_kind_number_and_studio(
        self, browser: httpx.AsyncClient, run: Callable[..., Any], document: Document, path: str
    ) -> None:
        title = f"<title>Коммерческое предложение № {document.number} — {run(studio_brand).name}</title>"
        assert title in (await browser.get(path)).text
