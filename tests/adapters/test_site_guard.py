"""What every answer carries, and what is answered under another name than ours."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from studio_app.adapters.site_guard import SiteGuard

OURS = "https://studio.example"
PAGE_POLICY = "default-src 'self'; frame-ancestors 'none'"


async def host(request: Request) -> JSONResponse:
    return JSONResponse({"host": request.headers.get("host"), "url": str(request.url_for("host"))})


async def socket(socket: WebSocket) -> None:
    await socket.close()


def framed(_: Request) -> HTMLResponse:
    headers = {"Content-Security-Policy": "default-src 'none'; frame-ancestors *", "Referrer-Policy": "no-referrer"}
    return HTMLResponse("form", headers=headers)


def sandboxed(_: Request) -> PlainTextResponse:
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return PlainTextResponse("file", headers=headers)


def broken(_: Request) -> PlainTextResponse:
    raise RuntimeError("nobody foresaw this")


APP = Starlette(
    routes=[
        Route("/", lambda _: HTMLResponse("page")),
        Route("/form", framed),
        Route("/file", sandboxed),
        Route("/away", lambda _: RedirectResponse("/")),
        Route("/broken", broken),
        Route("/health", host, name="host"),
        Route("/api/v1/leads", host, methods=["POST"]),
        Route("/webhooks/stripe", host, methods=["POST"]),
        WebSocketRoute("/_event", socket),
    ]
)


def browser(url: str = OURS, **kind: Any) -> httpx.AsyncClient:
    front = SiteGuard(APP, url=kind.pop("ours", OURS), policy_of=lambda path: PAGE_POLICY, **kind)
    return httpx.AsyncClient(transport=httpx.ASGITransport(front, raise_app_exceptions=False), base_url=url)


class TestAnswer:
    @pytest.mark.parametrize("path", ["/", "/form", "/file", "/away", "/broken", "/nothing", "/health"])
    async def test_always_carries_what_protects_it(self, path: str) -> None:
        async with browser() as visitor:
            answer = await visitor.get(path)
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
        assert len(answer.headers.get_list("referrer-policy")) == 1
        [policy] = answer.headers.get_list("content-security-policy")
        assert "frame-ancestors" in policy
        assert answer.headers["strict-transport-security"].startswith("max-age=")

    async def test_of_a_page_has_the_policy_of_pages(self) -> None:
        async with browser() as visitor:
            assert (await visitor.get("/")).headers["content-security-policy"] == PAGE_POLICY
            assert (await visitor.get("/health")).headers["content-security-policy"] == "frame-ancestors 'none'"

    async def test_keeps_what_it_has_decided_itself(self) -> None:
        async with browser() as visitor:
            form, file = await visitor.get("/form"), await visitor.get("/file")
        assert form.headers["content-security-policy"] == "default-src 'none'; frame-ancestors *"
        assert form.headers["referrer-policy"] == "no-referrer"
        assert file.headers["content-security-policy"] == "sandbox; frame-ancestors 'none'"

    async def test_binds_a_browser_to_https_only_where_it_is_served_so(self) -> None:
        async with browser("http://localhost:8000", ours="http://localhost:8000") as visitor:
            assert "strict-transport-security" not in (await visitor.get("/")).headers


class TestForeignHost:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize(
        "name", ["evil.example", "studio.example.evil.example", "127.0.0.1", "studio.example:8000"]
    )
    async def test_shows_people_where_we_are_and_nothing_of_its_own(self, name: str, method: str) -> None:
        async with browser(f"https://{name}") as visitor:
            answer = await visitor.request(method, "/deal/1?tab=<b>&x=1")
        assert answer.status_code == 421
        assert f'href="{OURS}/deal/1?tab=%3Cb%3E&amp;x=1"' in answer.text
        assert name not in answer.text.replace(OURS, "")
        assert name not in str(answer.headers)
        for words in ("Студия работает по другому адресу", "This studio is at another address"):
            assert words in answer.text
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    @pytest.mark.parametrize(
        ("url", "ours"),
        [
            ("https://STUDIO.example", OURS),
            ("https://studio.example:443", OURS),
            ("http://localhost:8000", "http://localhost:8000"),
            ("http://localhost", "http://localhost:80"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ],
    )
    async def test_is_not_ours_written_otherwise(self, url: str, ours: str) -> None:
        async with browser(url, ours=ours) as visitor:
            assert (await visitor.get("/", headers={"host": url.split("//")[1]})).status_code == 200

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/health"), ("POST", "/api/v1/leads"), ("POST", "/webhooks/stripe")]
    )
    async def test_is_none_for_programs_which_are_told_of_ours(self, method: str, path: str) -> None:
        async with browser("https://evil.example") as visitor:
            answer = await visitor.request(method, path)
        assert answer.json() == {"host": "studio.example", "url": f"{OURS}/health"}

    async def test_is_nobodys_business_while_developing(self) -> None:
        async with browser("http://localhost:3000", any_host=True) as visitor:
            assert (await visitor.get("/")).status_code == 200

    async def test_is_needed_at_all(self) -> None:
        async with browser() as visitor:
            assert (await visitor.get("/", headers={"host": ""})).status_code == 421


async def knock(name: str, *, extensions: dict[str, Any]) -> list[Message]:
    """What a websocket's handshake is answered under that name."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/_event",
        "query_string": b"",
        "headers": [(b"host", name.encode())],
        "extensions": extensions,
    }
    await SiteGuard(APP, url=OURS, policy_of=lambda path: PAGE_POLICY)(scope, receive, send)
    return sent


class TestRefusedSocket:
    @pytest.mark.parametrize(("name", "status"), [("studio.example", 403), ("evil.example", 421)])
    async def test_carries_the_same(self, name: str, status: int) -> None:
        start, body = await knock(name, extensions={"websocket.http.response": {}})
        assert (start["type"], start["status"]) == ("websocket.http.response.start", status)
        carried = dict(start["headers"])
        assert carried[b"x-content-type-options"] == b"nosniff"
        assert carried[b"content-security-policy"] == b"frame-ancestors 'none'"
        assert b"referrer-policy" in carried
        assert body["body"]

    @pytest.mark.parametrize("name", ["studio.example", "evil.example"])
    async def test_is_closed_where_the_server_can_answer_nothing_else(self, name: str) -> None:
        assert [message["type"] for message in await knock(name, extensions={})] == ["websocket.close"]
