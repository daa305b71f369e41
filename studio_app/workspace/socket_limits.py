"""What comes in over a socket: of a visitor without a living session little, slowly, and only what signing in needs.

It is looked at as it comes off the wire: before it is decoded, and before anything is kept of it.
"""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio_app.adapters.visitors import network_of

PACKET_BYTES = 8 * 1024
A_SECOND = 10
AN_ADDRESS = 20
_CHECK_SECONDS = 1.0  # a session is known for so long; its end is told at once
_MANY = 1000
# Engine.IO: 1 close, 3 pong, 4 message; Socket.IO in a message: 0 connect, 1 disconnect, 2 event, and the namespace
_PACKET = re.compile(r"4([012])(?:/[^,]*,?)?(.*)", re.DOTALL)
_CONTROL = ("1", "3")
_CONNECT, _EVENT = "0", "2"
_TOO_BIG, _NOT_WELCOME, _TRY_LATER = 1009, 1008, 1013  # RFC 6455, 7.4.1, and its registry
Look = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True)
class Rules:
    """What the workspace knows, and the wire does not."""

    session_of: Callable[[str], str]  # the session that a cookie header names, hashed; empty: none
    lives: Look  # whether that session still lets somebody in
    address_of: Callable[[str, str], str]  # the visitor's, by peer and X-Forwarded-For
    welcome: Callable[[str], bool]  # whether anybody may fire the handler of that name
    refusal: str  # the packet that leads to the sign-in page


class SocketLimits:
    """Stands before the sockets of the workspace; see the limits above."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules
        self._visitors: Counter[str] = Counter()  # open sockets without a session, by network
        self._known: dict[str, float] = {}  # living sessions, and until when they need no second look

    @property
    def visitors(self) -> int:
        """How many sockets without a session are open."""
        return self._visitors.total()

    def session_ended(self) -> None:
        """Whoever is known may be so no more."""
        self._known.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a socket through, watched for as long as it is open."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = (scope.get("client") or ("",))[0]
        line = _Line(
            receive,
            send,
            limits=self,
            session=self._rules.session_of(headers.get("cookie", "")),
            network=network_of(self._rules.address_of(peer, headers.get("x-forwarded-for", ""))),
        )
        if not await self.lives(line.session, now=True) and not line.becomes_visitor():
            await _refuse(scope, receive, send)
            return
        try:
            await self._app(scope, line.receive, line.send)
        finally:
            line.leave()

    async def lives(self, session: str, *, now: bool) -> bool:
        """Whether the session still lets somebody in; `now` takes nobody's word of a moment ago."""
        if not session:
            return False
        if not now and self._known.get(session, 0.0) > time.monotonic():
            return True
        if not await self._rules.lives(session):
            self._known.pop(session, None)
            return False
        if len(self._known) > _MANY:
            self._known.clear()
        self._known[session] = time.monotonic() + _CHECK_SECONDS
        return True

    def enter(self, network: str) -> bool:
        """Count one more visitor from there; False when they are enough."""
        if self._visitors[network] >= AN_ADDRESS:
            return False
        self._visitors[network] += 1
        return True

    def leave(self, network: str) -> None:
        """One visitor from there has gone."""
        self._visitors[network] -= 1
        if not self._visitors[network]:
            del self._visitors[network]

    def answer_to(self, text: str) -> str | None:
        """What a visitor's packet gets: nothing but being handed on (None), or an answer. Raises ValueError."""
        if text.startswith(_CONTROL):
            return None
        packet = _PACKET.fullmatch(text)
        if packet is None:
            raise ValueError("no packet that a visitor sends")
        kind, content = packet.groups()
        if kind == _CONNECT:
            event = _loaded(content or "{}", dict).get("event")
            if event is not None and not self._rules.welcome(_handler(event)):
                raise ValueError("nothing to begin with")
        elif kind == _EVENT:
            message, *data = _loaded(content, list)
            if message == "event" and len(data) == 1:
                return None if self._rules.welcome(_handler(data[0])) else self._rules.refusal
            if message != "client_error" or len(data) > 1:
                raise ValueError("no message of ours")
        return None


class _Line:
    """One open socket."""

    def __init__(self, receive: Receive, send: Send, *, limits: SocketLimits, session: str, network: str) -> None:
        self.session = session
        self._network = network
        self._limits = limits
        self._receive = receive
        self._send = send
        self._visitor = False
        self._closed = False
        self._credit = float(A_SECOND)
        self._counted = time.monotonic()

    def becomes_visitor(self) -> bool:
        """Have no session from now on; False when there are enough such sockets."""
        self.session = ""
        self._visitor = self._limits.enter(self._network)
        return self._visitor

    def leave(self) -> None:
        """The socket is closed."""
        if self._visitor:
            self._limits.leave(self._network)

    async def send(self, message: Message) -> None:
        """Hand on what the server sends, until we have hung up."""
        if not self._closed:
            await self._send(message)

    async def receive(self) -> Message:
        """The next packet that may be decoded."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            text, answer = message.get("text") or "", None
            small = bool(text) and len(text) <= PACKET_BYTES and len(text.encode()) <= PACKET_BYTES
            if self.session and await self._limits.lives(self.session, now=not small):
                return message
            if self.session and not self.becomes_visitor():
                return await self._hang_up(_TRY_LATER)
            if not small:
                return await self._hang_up(_TOO_BIG)
            await self._slow_down()
            try:
                answer = self._limits.answer_to(text)
            except (ValueError, TypeError, RecursionError):
                return await self._hang_up(_NOT_WELCOME)
            if answer is None:
                return message
            await self._send({"type": "websocket.send", "text": answer})

    async def _hang_up(self, code: int) -> Message:
        self._closed = True
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def _slow_down(self) -> None:
        """Whoever sends more than their share is read later, which costs us nothing: they wait, on their side."""
        now = time.monotonic()
        self._credit = min(A_SECOND, self._credit + (now - self._counted) * A_SECOND) - 1
        self._counted = now
        if self._credit < 0:
            await asyncio.sleep(-self._credit / A_SECOND)


def _loaded(content: str, shape: type[Any]) -> Any:
    loaded = json.loads(content)
    if not isinstance(loaded, shape):
        raise TypeError("not of that shape")
    return loaded


def _handler(event: Any) -> str:
    """The name of the handler that a well-formed event fires. Raises ValueError, TypeError for anything else."""
    if not isinstance(event, dict) or not isinstance(event.get("name"), str):
        raise TypeError("no event")
    router = event.get("router_data", {})
    if not all(isinstance(part, dict) for part in (event.get("payload", {}), router, router.get("query", {}))):
        raise TypeError("no event")
    if not isinstance(router.get("pathname", ""), str):
        raise TypeError("no event")
    return event["name"]


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()  # websocket.connect
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": _TRY_LATER})
        return
    headers = [(b"retry-after", b"30"), (b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "websocket.http.response.start", "status": 429, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b"too many open pages that nobody is signed in at\n"})
