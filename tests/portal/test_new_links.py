"""Links that open nothing: one page for all of them, and one answer to "send me a new link"."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import col, select

from studio_app.bootstrap import JOBS, Services
from studio_app.core.tokens import token_hash
from studio_app.domain.actors import SYSTEM, ActorKind
from studio_app.domain.documents.kinds import KINDS
from studio_app.domain.documents.links import get_document, link_path, link_token, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.summaries import read_summary
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.new_links import ASK
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from studio_app.portal.live import _changes
from studio_app.portal.missing import FORM
from tests import proposing
from tests.portal.signing import begin
from tests.portal.test_paying import _issue

Run = Callable[..., Any]
TAILS = (
    *("", ".pdf", "/", "/events", "/pay", "/back", "/return", "/signed", "/signed.pdf", "/receipt/1", "/receipt/1.pdf"),
    *("/seen", "/accept", "/nonsense", "/a/b/c"),
)
POSTS = ("seen", "accept", "decline", "requisites", "code", "sign", "pay", "save", "choose")
NEVER = "Ab1_" * 6
ELSEWHERE = ("/d", "/b", "/d/", "/b/", "/lead/none", f"/demo-pay/{NEVER}")
FIREFOX = {"accept": "text/html", "accept-language": "en", "user-agent": "Firefox"}


@pytest.fixture
def run(services_on_disk: Services) -> Run:
    return lambda use_case, **arguments: services_on_disk.runner.run_sync(SYSTEM, use_case, **arguments)


def one_of_each(work: Work) -> list[str]:
    """A document of every kind that the client can open; their ids."""
    proposing.published(work)
    begin(work)
    _issue(work)
    found = work.session.exec(select(Document).where(col(Document.published_at).is_not(None)))
    by_kind = {document.kind: document.id for document in found}
    assert set(by_kind) == set(KINDS.values())
    return list(by_kind.values())


def path_of(work: Work, document_id: str) -> str:
    return link_path(work, get_document(work, document_id))


def replaced(work: Work, document_id: str) -> str:
    """Replace the link; the path of the former one."""
    path = path_of(work, document_id)
    replace_link(work, document_id=document_id)
    return path


def expired(work: Work, document_id: str) -> str:
    get_document(work, document_id).expires_at = work.now() - timedelta(seconds=1)
    return path_of(work, document_id)


@pytest.fixture
def ids(run: Run) -> list[str]:
    return run(one_of_each)


def address(page: str) -> str:
    """Where the form of the page goes, below the address of the page itself."""
    found = re.search(r'<form method="post" action="(\?[^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def jobs_of(services: Services) -> list[dict[str, str]]:
    """What the jobs of asking were told."""
    rows = services.jobs._client.list_workflows(load_input=True, load_output=False)
    told = [row.input["args"] for row in rows if row.input]
    return [args for name, args, _, _ in told if name == ASK]


def answer_all(services: Services) -> None:
    for args in jobs_of(services):
        JOBS[ASK](services, args)


def letters(run: Run) -> list[Notification]:
    return run(lambda work: list(work.session.exec(select(Notification).where(Notification.rule == "link_asked"))))


class TestNotFound:
    async def test_is_byte_for_byte_the_same_whatever_was_behind_the_link(
        self, browser: httpx.AsyncClient, run: Run, ids: list[str]
    ) -> None:
        first = [run(replaced, document_id=one) for one in ids]
        again = [run(replaced, document_id=one) for one in ids]
        closed = [run(expired, document_id=one) for one in ids]
        draft = f"/d/{run(lambda work: link_token(work, proposing.draft(work)))}"
        unknown = [f"/{kind}/{token}" for kind in "bd" for token in (NEVER, "x", "х", "%2e%2e", "a" * 400)]
        paths = [*first, *again, *closed, draft, *unknown]
        answers = [await browser.get(path + tail, headers=FIREFOX) for path in paths for tail in TAILS]
        answers += [await browser.post(f"{path}/{verb}", headers=FIREFOX) for path in paths for verb in POSTS]
        answers += [await browser.post(path, headers=FIREFOX) for path in paths]
        answers += [await browser.get(path, headers=FIREFOX) for path in ELSEWHERE]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
        assert "Send me a new link" in answers[0].text

    async def test_repeats_nothing_of_the_address(self, browser: httpx.AsyncClient) -> None:
        page = (await browser.get(f"/d/{NEVER}?lang=en")).text
        assert NEVER not in page
        assert address(page) == f"?{FORM}=1&lang=en"

    async def test_costs_the_same_statements(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        former = run(replaced, document_id=ids[0])
        for path in (former, f"/d/{former[3:]}"):
            unknown = path[:3] + NEVER
            assert await _statements(services_on_disk, browser, "GET", path) == await _statements(
                services_on_disk, browser, "GET", unknown
            )

    async def test_is_not_what_a_link_with_something_behind_it_gets(
        self, browser: httpx.AsyncClient, run: Run, ids: list[str]
    ) -> None:
        for one in ids:
            path = run(path_of, document_id=one)
            for tail in ("/", "/nonsense", "/a/b"):
                answer = await browser.get(path + tail)
                assert (answer.status_code, answer.headers["location"]) == (303, path)


class TestAsking:
    async def test_is_answered_the_same_for_all(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        formers = [run(replaced, document_id=one) for one in ids]
        current = [run(path_of, document_id=one) for one in ids]
        where = address((await browser.get(formers[0], headers=FIREFOX)).text)
        answers = []
        for path in [*formers, f"/d/{NEVER}", f"/b/{NEVER}", "/d", "/b/x/y", "/lead/none", *current]:
            for tail in ("", "/pay", ".pdf") if path in formers else ("",):
                services_on_disk.link_limiter._taken.clear()
                if path in current and tail == "":
                    continue  # such a page has no such form
                answers.append(await browser.post(path + tail + where, headers=FIREFOX))
        assert {answer.status_code for answer in answers} == {303}
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
        assert len({answer.content for answer in answers}) == 1
        page = await browser.get(answers[0].headers["location"])
        assert (page.status_code, "Please check your mailbox" in page.text) == (200, True)

    async def test_costs_the_same_statements(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        former = run(replaced, document_id=ids[-1])
        asked = [
            await _statements(services_on_disk, browser, "POST", f"{path}?{FORM}=1")
            for path in (former, f"/d/{NEVER}", former)
        ]
        assert asked[0] == asked[1]
        assert len(asked[0]) > 0

    async def test_sends_a_letter_for_a_former_link_and_nothing_for_any_other(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        for one in ids:
            former = run(replaced, document_id=one)
            run(replaced, document_id=one)  # a former link of a former one
            for path in (former, run(path_of, document_id=one), f"/d/{NEVER}"):
                await browser.post(f"{path}?{FORM}=1", headers=FIREFOX)
            services_on_disk.link_limiter._taken.clear()
        answer_all(services_on_disk)
        answer_all(services_on_disk)  # at least once
        assert sorted(row.document_id or "" for row in letters(run)) == sorted(ids)
        for row in letters(run):
            services_on_disk.delivery.deliver(row.id)
        for row in letters(run):
            assert token_hash(run(path_of, document_id=row.document_id)[3:]) in row.text  # the copy has no links

    async def test_keeps_no_token_and_says_from_where(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        former = run(replaced, document_id=ids[0])
        await browser.post(f"{former}?{FORM}=1", headers=FIREFOX)
        (told,) = jobs_of(services_on_disk)
        assert told["former"] == token_hash(former[3:])
        assert former[3:] not in str(told)
        answer_all(services_on_disk)
        (seen,) = run(
            lambda work: work.session.exec(
                select(TimelineEvent).where(TimelineEvent.kind == EventKind.DOCUMENT_LINK_ASKED)
            ).all()
        )
        assert (seen.actor_kind, seen.user_agent) == (ActorKind.CLIENT, "Firefox")
        assert seen.ip

    async def test_is_one_job_however_often_the_button_is_pressed(
        self, browser: httpx.AsyncClient, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        former = run(replaced, document_id=ids[0])
        for _ in range(3):
            await browser.post(f"{former}?{FORM}=1", headers=FIREFOX)
        answer_all(services_on_disk)
        assert len(letters(run)) == 1

    @pytest.mark.parametrize("real", [True, False])
    async def test_is_limited(self, browser: httpx.AsyncClient, run: Run, ids: list[str], real: bool) -> None:
        path = run(replaced, document_id=ids[0]) if real else f"/d/{NEVER}"
        answers = [await browser.post(f"{path}?{FORM}=1&lang=en") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [303] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert "Too many requests" in answers[-1].text


class TestOpenTab:
    async def test_hears_of_the_replacement_and_then_nothing_more(
        self, services_on_disk: Services, run: Run, ids: list[str]
    ) -> None:
        document = run(read_summary, document_id=ids[-1])
        stream = _changes(document)
        heard = [await anext(stream), await anext(stream)]
        await services_on_disk.runner.run(SYSTEM, replace_link, document_id=ids[-1])
        heard += [part async for part in stream]
        assert heard[-1].startswith("event: changed")
        assert not services_on_disk.hub._listeners

    async def test_of_a_brief_keeps_what_is_typed(self, browser: httpx.AsyncClient, run: Run, ids: list[str]) -> None:
        brief = next(one for one in ids if run(path_of, document_id=one).startswith("/b/"))
        former = run(replaced, document_id=brief)
        answers = [
            await browser.post(f"{path}/save", data={"page": "1"}, headers={"accept": "application/json"})
            for path in (former, f"/b/{NEVER}")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1


async def _statements(services: Services, browser: httpx.AsyncClient, method: str, path: str) -> list[str]:
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(services.runner.engine, "before_cursor_execute", hear)
    await browser.request(method, path, headers=FIREFOX)
    event.remove(services.runner.engine, "before_cursor_execute", hear)
    return heard
