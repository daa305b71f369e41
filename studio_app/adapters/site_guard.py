"""Stands before everything that is served: what every answer carries, and which address is ours."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio_app.adapters.texts.catalogue import LOCALES, translate
from studio_app.adapters.texts.templates import render

ANY_HOST = ("/api/", "/webhooks/")
HEALTH = "/health"
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_REFERRER = (b"referrer-policy", b"same-origin")  # and not none: a form of ours is known by its Origin
_FRAMES = "frame-ancestors 'none'"
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_PORTS = {"http": 80, "https": 443}
_POLICY = b"content-security-policy"
_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; " + _FRAMES
_IN_QUERY = "=&%+"
Headers = list[tuple[bytes, bytes]]


class SiteGuard:
    """The first to see a request, and the last to see its answer.

    Under another host than `url` has, people get a page that leads there, and sockets nothing: cookies, links and
    the socket's origin would be another's. Programs are answered under any name, and told of ours only.
    """

    def __init__(self, app: ASGIApp, *, url: str, policy_of: Callable[[str], str], any_host: bool = False) -> None:
        """`policy_of` gives the Content-Security-Policy of a page, by its path, that brings none of its own."""
        self._app = app
        self._url = url
        self._netloc = urlsplit(url).netloc.lower().encode()
        self._hosts = _names_of(url)
        self._policy_of = policy_of
        self._any_host = any_host
        self._hsts = (_HSTS,) if url.startswith("https://") else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have it answered."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        answered = False

        async def answer(message: Message) -> None:
            nonlocal answered
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                message["headers"] = self._dressed(message.get("headers", ()), path)
            elif message["type"] == "websocket.close" and not answered and _can_refuse(scope):
                await _say(answer, scope, 403, b"refused\n")
                return
            answered = True
            await send(message)

        if not self._any_host and _host_of(scope) not in self._hosts:
            if path != HEALTH and not path.startswith(ANY_HOST):
                await self._lead_home(scope, receive, answer)
                return
            others = [header for header in scope["headers"] if header[0] != b"host"]
            scope = {**scope, "headers": [*others, (b"host", self._netloc)]}
        await self._app(scope, receive, answer)

    def _dressed(self, given: Headers, path: str) -> Headers:
        headers, kind, policy, referrer = [], b"", None, False
        for name, value in given:
            lower = name.lower()
            if lower == b"content-type":
                kind = value
            elif lower == b"referrer-policy":
                referrer = True
            elif lower == _POLICY:
                policy = value.decode("latin-1")
                continue
            elif lower == _NOSNIFF[0]:
                continue
            headers.append((name, value))
        if policy is None:
            policy = self._policy_of(path) if kind.startswith(b"text/html") else _FRAMES
        if "frame-ancestors" not in policy:
            policy = f"{policy}; {_FRAMES}"
        headers += (_NOSNIFF, (_POLICY, policy.encode("latin-1")), *self._hsts)
        if not referrer:
            headers.append(_REFERRER)
        return headers

    async def _lead_home(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await _say(send, scope, 421, b"another address\n")
            return
        query = scope["query_string"].decode("latin-1")
        there = f"{self._url}{quote(scope['path'])}" + (f"?{quote(query, safe=_IN_QUERY)}" if query else "")
        page = render("elsewhere.html", locale=LOCALES[0], locales=LOCALES, said=translate, home=self._url, there=there)
        body = b"" if scope["method"] == "HEAD" else page.encode()
        await _say(send, scope, 421, body, kind=b"text/html; charset=utf-8", policy=_ELSEWHERE)


def workspace_policy(url: str, hashes: tuple[str, ...]) -> str:
    """What a page of the workspace may load and run; `hashes` are those of the scripts that stand in it."""
    socket = url.replace("http", "ws", 1)
    scripts = " ".join(f"'{one}'" for one in hashes)
    return (
        # Reflex runs what `rx.call_script` sends by eval()
        f"default-src 'self'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; connect-src 'self' {socket}; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; {_FRAMES}"
    )


def _names_of(url: str) -> frozenset[bytes]:
    """Every way to write the host of `url` in a Host header."""
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme, 80)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    names = {f"{host}:{port}"} | ({f"{host}"} if port == _PORTS.get(parts.scheme) else set())
    return frozenset(name.encode() for name in names)


def _host_of(scope: Scope) -> bytes:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return hosts[0].lower() if len(hosts) == 1 else b""


def _can_refuse(scope: Scope) -> bool:
    return "websocket.http.response" in scope.get("extensions", {})


async def _say(
    send: Send, scope: Scope, status: int, body: bytes, *, kind: bytes = b"text/plain; charset=utf-8", policy: str = ""
) -> None:
    prefix = ""
    if scope["type"] == "websocket":
        if not _can_refuse(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        prefix = "websocket."
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    if policy:
        headers.append((_POLICY, policy.encode()))
    await send({"type": f"{prefix}http.response.start", "status": status, "headers": headers})
    await send({"type": f"{prefix}http.response.body", "body": body})
