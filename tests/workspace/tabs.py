"""Browser tabs without a browser: they talk to the app's own socket namespace, gate and handlers included."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx
from reflex.app import EventNamespace
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, State

from studio_app.bootstrap import SESSION_COOKIE


class Tab:
    """One open tab: what it sends goes through `on_connect` and `on_event`, what comes back is kept."""

    def __init__(self, app: rx.App, *, session: str = "", token: str = "") -> None:
        self.app = app
        self.token = token or str(uuid.uuid4())
        self.sid = uuid.uuid4().hex
        self.session = session
        self.path = "/"
        self.received: list[tuple[str, Any]] = []

    @property
    def namespace(self) -> EventNamespace:
        assert self.app.event_namespace is not None
        return self.app.event_namespace

    async def connect(self) -> None:
        headers = [(b"host", b"studio.test"), (b"user-agent", b"test browser"), (b"accept-language", b"en")]
        if self.session:
            headers.append((b"cookie", f"{SESSION_COOKIE}={self.session}".encode()))
        environ = {
            "QUERY_STRING": f"token={self.token}",
            "asgi.scope": {"headers": headers, "client": ("203.0.113.7", 4711)},
        }
        await self.namespace.on_connect(self.sid, environ)

    async def fire(self, name: str, /, **payload: Any) -> list[tuple[str, Any]]:
        """Send one event and return what came back until all work it set off was done."""
        self.received.clear()
        router_data = {"pathname": self.path, "asPath": self.path}
        await self.namespace.on_event(self.sid, {"name": name, "payload": payload, "router_data": router_data})
        for _ in range(1000):
            await asyncio.sleep(0.002)
            if self.is_idle():
                break
        return list(self.received)

    def is_idle(self) -> bool:
        """Whether no event waits or runs; the futures tell nothing: those of unknown handlers never end."""
        processor = self.app.event_processor
        queue = processor._queue
        return (
            not (queue is not None and queue._unfinished_tasks) and not processor._token_queues and not processor._tasks
        )

    async def disconnect(self) -> None:
        task = self.namespace.on_disconnect(self.sid)
        if task is not None:
            await task

    async def states(self) -> dict[str, dict[str, Any]]:
        """Every var of every state of this tab, hidden ones included, by the full name of the state."""
        found: dict[str, dict[str, Any]] = {}

        def walk(state: BaseState) -> None:
            found[type(state).get_full_name()] = {name: getattr(state, name) for name in own_vars(type(state))}
            for child in state.substates.values():
                walk(child)

        async with self.app.state_manager.modify_state(BaseStateToken(ident=self.token, cls=State)) as state:
            walk(state._get_root_state())
        return found


def own_vars(state: type[BaseState]) -> list[str]:
    """The vars that a state declares itself, hidden ones included."""
    return [name for name, field in state.__fields__.items() if field._owner is state]


@asynccontextmanager
async def running(app: rx.App, monkeypatch: Any) -> AsyncIterator[dict[str, Tab]]:
    """The app's event processor at work; whatever is emitted lands in the tab it is for."""
    tabs: dict[str, Tab] = {}

    async def emit(event: str, data: Any = None, *, to: str = "", **_: Any) -> None:
        if to in tabs:
            tabs[to].received.append((event, data))

    async def nowhere(*_: Any) -> None:
        """Rooms are the business of the server of sockets, which there is none of."""

    monkeypatch.setattr(app.event_namespace, "emit", emit)
    for name in ("enter_room", "leave_room"):
        monkeypatch.setattr(app.event_namespace, name, nowhere)
    async with app._setup_event_processor():
        yield tabs
