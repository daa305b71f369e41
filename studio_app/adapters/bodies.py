"""Reading a request's body no further than it is welcome."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio_app.core.errors import StudioError


class TooLarge(StudioError):
    """The body is longer than what is read."""

    code = "too_large"
    status = 413

    def __init__(self, *, kilobytes: int) -> None:
        super().__init__(kilobytes=kilobytes)


async def read_limited(request: Request, *, kilobytes: int) -> bytes:
    """The whole body. Raises TooLarge before reading when its length is declared, else at the limit."""
    limit = kilobytes * 1024
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge(kilobytes=kilobytes)
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit:
            raise TooLarge(kilobytes=kilobytes)
    return bytes(raw)


class BodyLimit:
    """Refuses what is longer than any form of ours before a form parser keeps it, in memory or in files.

    `besides` are the beginnings of addresses that know who asks, and limit what they read themselves.
    """

    def __init__(self, app: ASGIApp, *, kilobytes: int, besides: Sequence[str]) -> None:
        self._app = app
        self._kilobytes = kilobytes
        self._besides = tuple(besides)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, its body no further than the limit."""
        if scope["type"] != "http" or scope["path"].startswith(self._besides):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        read, answered = int(declared) if declared.isdigit() else 0, False
        if read > self._kilobytes * 1024:
            await _TOO_LARGE(scope, receive, send)
            return
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._kilobytes * 1024:
                raise TooLarge(kilobytes=self._kilobytes)
            return message

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, limited, answer)
        except TooLarge:
            if answered:
                raise
            await _TOO_LARGE(scope, receive, send)


_TOO_LARGE = PlainTextResponse(status_code=TooLarge.status)
