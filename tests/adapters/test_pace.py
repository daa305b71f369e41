"""Requests whose body stops coming."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from studio_app.adapters.pace import BodyPace

SECONDS = 0.05


class _Client:
    """Sends its parts, then nothing more; keeps what it is answered."""

    def __init__(self, *parts: bytes, whole: bool) -> None:
        self._left = [
            {"type": "http.request", "body": part, "more_body": not (whole and number == len(parts))}
            for number, part in enumerate(parts, 1)
        ]
        self.answered: list[Message] = []

    async def ask(self, app: Any, *headers: tuple[bytes, bytes]) -> int | None:
        scope = {"type": "http", "method": "POST", "path": "/", "headers": list(headers)}
        await asyncio.wait_for(BodyPace(app, seconds=SECONDS)(scope, self._receive, self._send), 5)
        return next((message["status"] for message in self.answered if "status" in message), None)

    async def _receive(self) -> Message:
        if self._left:
            return self._left.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def _send(self, message: Message) -> None:
        self.answered.append(message)


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    await PlainTextResponse(body)(scope, receive, send)


async def _stubborn(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await _echo(scope, receive, send)
    except Exception:
        await PlainTextResponse("all is well")(scope, receive, send)


async def _early(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await _echo(scope, receive, send)


class TestBodyPace:
    LENGTH, CHUNKED = (b"content-length", b"10"), (b"transfer-encoding", b"chunked")

    @pytest.mark.parametrize("head", [LENGTH, CHUNKED])
    @pytest.mark.parametrize("app", [_echo, _stubborn])
    async def test_ends_what_has_stopped_coming(self, app: Any, head: tuple[bytes, bytes]) -> None:
        client = _Client(b"hal", b"f", whole=False)
        assert await client.ask(app, head) == 408
        assert (b"connection", b"close") in client.answered[0]["headers"]

    async def test_lets_a_whole_body_through(self) -> None:
        client = _Client(b"all ", b"of it", whole=True)
        assert await client.ask(_echo, self.LENGTH) == 200
        assert client.answered[-1]["body"] == b"all of it"

    async def test_gives_a_long_answer_all_the_time_it_takes(self) -> None:
        async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
            await receive()
            gone = asyncio.ensure_future(receive())  # as a stream waits for its reader to go
            await asyncio.wait([gone], timeout=SECONDS * 3)
            assert not gone.done()
            gone.cancel()
            await PlainTextResponse("late")(scope, receive, send)

        assert await _Client(b"short", whole=True).ask(streaming, self.LENGTH) == 200

    async def test_says_nothing_into_an_answer_that_has_begun(self) -> None:
        client = _Client(b"half", whole=False)
        await client.ask(_early, self.LENGTH)
        assert [message.get("status") for message in client.answered] == [200]

    async def test_does_not_hide_what_went_wrong_by_itself(self) -> None:
        async def broken(*_: Any) -> None:
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011
            await _Client(whole=True).ask(broken, self.LENGTH)
