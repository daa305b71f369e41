"""Reading a request's body no further than it is welcome."""

from fastapi import Request

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
