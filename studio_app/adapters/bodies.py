"""Reading a request's body no further than it is welcome."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from studio_app.core.digits import whole
from studio_app.core.errors import StudioError

Refusal = Callable[[Request, Exception], Awaitable[Response]]


class TooLarge(StudioError):
    """The body is longer than what is read."""

    code = "too_large"
    status = 413

    def __init__(self, *, kilobytes: int) -> None:
        super().__init__(kilobytes=kilobytes)


def is_within(declared: str | None, limit: int) -> bool:
    """Whether a length that a request declares, if it does, is a number of bytes up to `limit`."""
    return declared is None or whole(declared, at_most=limit) is not None


async def read_limited(request: Request, *, kilobytes: int) -> bytes:
    """The whole body. Raises TooLarge before reading when its length is declared, else at the limit."""
    limit = kilobytes * 1024
    if not is_within(request.headers.get("content-length"), limit):
        raise TooLarge(kilobytes=kilobytes)
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit:
            raise TooLarge(kilobytes=kilobytes)
    return bytes(raw)


class BodyLimit:
    """Refuses what is longer than any form of ours before a form parser keeps it, in memory or in files.

    `besides` are the beginnings of addresses that know who asks, and limit what they read themselves;
    `refusal` makes the answer.
    """

    def __init__(self, app: ASGIApp, *, kilobytes: int, besides: Sequence[str], refusal: Refusal) -> None:
        self._app = app
        self._refusal = refusal
        self._kilobytes = kilobytes
        self._besides = tuple(besides)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, its body no further than the limit."""
        if scope["type"] != "http" or scope["path"].startswith(self._besides):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length")
        if not is_within(declared and declared.decode("latin-1"), self._kilobytes * 1024):
            await self._refuse(scope, receive, send)
            return
        read, answered = 0, False

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
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._refusal(Request(scope), HTTPException(TooLarge.status))
        await response(scope, receive, send)
