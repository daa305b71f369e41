"""Ends requests whose body has stopped coming: whoever sends nothing holds a connection and a handler."""

import asyncio

from fastapi.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOO_SLOW = PlainTextResponse(status_code=408, headers={"Connection": "close"})


class _GivenUp(BaseException):
    """Ends whatever was reading; no handler of errors takes it for one of its own."""


class BodyPace:
    """Waits `seconds` for each next part of a body; then the answer is 408 and nothing more is read."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, as long as its body keeps coming."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        await _Paced(self._app, self._seconds, scope, receive, send).run()


class _Paced:
    def __init__(self, app: ASGIApp, seconds: float, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = app
        self._seconds = seconds
        self._scope = scope
        self._receive = receive
        self._send = send
        self._whole = self._answered = self._ended = False

    async def run(self) -> None:
        try:
            await self._app(self._scope, self._next, self._send_on)
        except BaseException:
            if not self._ended:
                raise

    async def _next(self) -> Message:
        if self._whole:  # what comes now is the end of the connection, and that may take its time
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._seconds)
        except TimeoutError:
            self._ended = True
            if not self._answered:
                await _TOO_SLOW(self._scope, self._receive, self._send)
            raise _GivenUp from None
        self._whole = not message.get("more_body", False)
        return message

    async def _send_on(self, message: Message) -> None:
        if self._ended:
            return
        self._answered = True
        await self._send(message)


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )
