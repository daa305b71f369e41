"""Bodies are read no further than they are welcome, by whatever reads them."""

from collections.abc import AsyncIterator

import httpx
import pytest

BOUNDARY = "b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\nContent-Type: text/plain\r\n\r\n'


class Endless:
    """A body that says nothing of its length; counts what was taken of it."""

    def __init__(self, head: bytes, part: bytes) -> None:
        self._head, self._part = head, part
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._head
        while self.taken < 50 << 20:
            self.taken += len(self._part)
            yield self._part


class TestBodyLimit:
    @pytest.mark.parametrize(
        ("kind", "head", "part"),
        [
            (f"multipart/form-data; boundary={BOUNDARY}", HEAD, b"x" * 65_536),
            ("application/x-www-form-urlencoded", b"a=", b"x" * 65_536 + b"&a="),
        ],
    )
    @pytest.mark.parametrize("path", ["/session", "/session/close", "/d/x/accept", "/d/x/requisites", "/b/x", "/lead"])
    async def test_nobody_fills_memory_or_disk_with_a_form(
        self, browser: httpx.AsyncClient, path: str, kind: str, head: bytes, part: bytes
    ) -> None:
        body = Endless(head, part)
        answer = await browser.post(path, content=body, headers={"content-type": kind})
        assert body.taken < 1 << 20
        assert answer.status_code in {303, 400, 403, 404, 413} or body.taken == 0

    async def test_refuses_by_the_length_that_is_told(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post("/d/x/sign", content=b"a=" + b"x" * (600 << 10))
        assert answer.status_code == 413
