"""What a client sees when something nobody foresaw breaks, and what the log keeps."""

import logging
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import httpx
import pytest

from studio_app import portal
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.models import Document
from studio_app.portal import documents, leads, live, site
from studio_app.portal.failures import ClientRoute
from tests import proposing

SECRET = "a detail of the inside"


@pytest.fixture
def run(services_on_disk: Services) -> Callable[..., Any]:
    """Run a function on a unit of work of its own."""
    return lambda use_case, **arguments: services_on_disk.runner.run_sync(SYSTEM, use_case, **arguments)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document's page and the studio's lead form fail as nobody foresaw."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(documents, "document_page", fail)
    monkeypatch.setattr(leads, "page", fail)


@pytest.fixture
def token(run: Callable[..., Any]) -> str:
    document: Document = run(proposing.published, locale="en")
    return run(proposing.token_of, document=document)


@pytest.mark.usefixtures("broken")
class TestFailure:
    async def test_is_a_private_page_that_tells_no_details(self, browser: httpx.AsyncClient, token: str) -> None:
        answer = await browser.get(f"/d/{token}")
        assert answer.status_code == 500
        assert answer.headers["content-type"].startswith("text/html")
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"
        assert SECRET not in answer.text
        assert token not in answer.text

    async def test_speaks_the_language_of_the_document(self, browser: httpx.AsyncClient, token: str) -> None:
        answer = await browser.get(f"/d/{token}", headers={"accept-language": "ru"})
        assert "Something went wrong on our side" in answer.text

    async def test_speaks_the_language_of_a_visitor(self, browser: httpx.AsyncClient) -> None:
        said = [(await browser.get("/lead", headers={"accept-language": one})).text for one in ("ru", "en-GB")]
        assert "У нас что-то сломалось" in said[0]
        assert "Something went wrong on our side" in said[1]

    async def test_keeps_what_was_posted_to_be_sent_again(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/lead", data={"name": "Мария <b>", "lang": "en"})
        assert answer.status_code == 500
        assert '<input type="hidden" name="name" value="Мария &lt;b&gt;">' in answer.text
        assert "Send again" in answer.text

    async def test_is_logged_without_the_address(
        self, browser: httpx.AsyncClient, token: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            await browser.get(f"/d/{token}")
        assert "GET /d/{token} failed" in caplog.text
        assert SECRET in caplog.text
        assert token not in caplog.text

    async def test_needs_no_database(
        self, browser: httpx.AsyncClient, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def gone(*_: object, **__: object) -> None:
            raise OSError(SECRET)

        monkeypatch.setattr(services_on_disk.runner, "read", gone)
        answer = await browser.get("/lead?lang=en")
        assert answer.status_code == 500
        assert "Something went wrong on our side" in answer.text


class TestClientRoute:
    def test_is_every_route_of_the_portal(self) -> None:
        rooms = [import_module(f"{portal.__name__}.{room.name}") for room in pkgutil.iter_modules(portal.__path__)]
        routers = [room.router for room in rooms if hasattr(room, "router")]
        routes = [route for router in routers for route in router.routes]
        assert len(routers) == len(site.rooms)
        assert [route.path for route in routes if not isinstance(route, ClientRoute)] == []

    async def test_leaves_ordinary_refusals_alone(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.get("/d/nobody-has-this-link")).status_code == 404
        assert (await browser.put("/lead")).status_code == 405

    @pytest.mark.parametrize("path", ["/lead", "/d/{token}", "/d/{token}.pdf", "/d/nobody-has-this-link", "/d/none/x"])
    async def test_answers_a_head_as_the_page_without_its_body(
        self, browser: httpx.AsyncClient, token: str, path: str
    ) -> None:
        address = path.replace("{token}", token)
        page, head = await browser.get(address), await browser.head(address)
        assert head.content == b""
        assert (head.status_code, dict(head.headers)) == (page.status_code, dict(page.headers))

    async def test_holds_no_place_for_the_head_of_a_stream(self, browser: httpx.AsyncClient, token: str) -> None:
        for _ in range(live.PER_ADDRESS + 1):
            head = await browser.head(f"/d/{token}/events")
            assert head.headers["content-type"].startswith("text/event-stream")
