"""A visitor without a browser: python-socketio's own client at the site's socket."""

import inspect
import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import socketio
from reflex_base.registry import RegistrationContext

from studio_app import studio_app  # registers every handler
from studio_app.bootstrap import SESSION_COOKIE
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import TABLE, Permission
from studio_app.workspace import paths
from studio_app.workspace.framework import FRAMEWORK_HANDLERS
from studio_app.workspace.gate import ANYONE, needed_for
from tests.e2e.server import Site

NAMESPACE = "/_event"  # as the browser connects: .web/utils/state.js
LOAD = "reflex___state____state.hydrate_and_load"
HANDLERS = {name: known.handler.fn for name, known in RegistrationContext.get().event_handlers.items()}
__all__ = ["HANDLERS", "LOAD", "Socket", "closed_to", "open_session", "studio_app"]


def closed_to(role: Role | None) -> list[str]:
    """Every registered handler that such a person (None: somebody signed out) may not fire, but the framework's."""
    return [
        name
        for name in sorted(HANDLERS)
        if name not in FRAMEWORK_HANDLERS
        and ANYONE not in needed_for(name)
        and not any(role in TABLE[one] for one in needed_for(name) if isinstance(one, Permission))
    ]


def open_session(site: Site, role: str) -> str:
    """Sign in over HTTP and return the session's token."""
    email, password = site.sign_ins[role]
    answer = httpx.post(f"{site.url}{paths.OPEN_SESSION}", data={"email": email, "password": password})
    assert answer.headers["location"] == paths.BOARD
    return answer.cookies[SESSION_COOKIE]


class Socket:
    """One connection; everything that comes back is kept as text, in order.

    It goes to the server itself: what is no browser is asked what it may, and not how patient it is.
    """

    def __init__(self, site: Site, *, session: str = "", origin: str = "") -> None:
        self.received: list[str] = []
        asks = {"host": urlsplit(site.url).netloc, "origin": origin or site.url}
        self._client = socketio.Client(reconnection=False, websocket_extra_options=asks)
        self._client.on("event", self._keep, namespace=NAMESPACE)
        headers = {"Cookie": f"{SESSION_COOKIE}={session}"} if session else {}
        self._client.connect(
            f"http://localhost:{site.port}?token={uuid.uuid4()}",
            headers=headers,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path=NAMESPACE,
            wait_timeout=30,  # for the greeting
        )

    def load(self, path: str = "/") -> None:
        """Say what a browser says first."""
        self._send(LOAD, {}, path)

    def fire(self, name: str, *, about: str) -> None:
        """Fire a handler, with `about` (an id) wherever it takes a text."""
        parameters = list(inspect.signature(HANDLERS[name]).parameters.values())[1:]
        self._send(name, {each.name: _argument(str(each.annotation), about) for each in parameters}, f"/deal/{about}")

    def wait(self, happened: Callable[[list[str]], bool], *, seconds: float = 30) -> None:
        """Wait until what has been received is as expected."""
        deadline = time.monotonic() + seconds
        while not happened(self.received):
            assert time.monotonic() < deadline, f"got {len(self.received)} messages, the last: {self.received[-2:]}"
            time.sleep(0.005)

    def close(self) -> None:
        """Hang up."""
        self._client.disconnect()

    def _keep(self, message: Any) -> None:
        self.received.append(json.dumps(message, ensure_ascii=False))

    def _send(self, name: str, payload: dict[str, Any], path: str) -> None:
        router = {"pathname": path, "asPath": path, "query": {}}
        self._client.emit("event", {"name": name, "payload": payload, "router_data": router}, namespace=NAMESPACE)


def _argument(annotation: str, about: str) -> Any:
    if "dict" in annotation:
        return {"name": "Mallory", "email": "mallory@evil.example", "id": about, "deal_id": about}
    if "bool" in annotation:
        return True
    if "int" in annotation:
        return 1
    return about
