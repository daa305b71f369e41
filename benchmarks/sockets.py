"""Open boards without browsers: bare websockets that speak as much Socket.IO as a board needs."""

import asyncio
import base64
import json
import os
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

NAMESPACE = "/_event"
BOARD = "reflex___state____state.studio_app___workspace___board___state____board_state"


class Socket(asyncio.Protocol):
    """One open page. Every text frame is kept with the moment it came (`time.time()`)."""

    def __init__(self) -> None:
        self.frames: list[tuple[float, str]] = []
        self._buffer = b""
        self._open = False
        self._came = asyncio.Event()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, url: str, cookie: str, *, says: Any = None, address: str = "") -> "Socket":
        """Connect to the site at `url`, from `address`, as the person with that cookie, and say something with it."""
        host = urlsplit(url)
        assert host.hostname is not None
        assert host.port is not None
        loop = asyncio.get_running_loop()
        local = (address, 0) if address else None
        _, socket = await loop.create_connection(cls, host.hostname, host.port, local_addr=local)
        key = base64.b64encode(os.urandom(16)).decode()
        query = f"EIO=4&transport=websocket&token={uuid.uuid4()}"
        lines = (
            f"GET {NAMESPACE}/?{query} HTTP/1.1",
            f"Host: {host.netloc}",
            f"Origin: {url}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Cookie: {cookie}",
        )
        socket.write("\r\n".join((*lines, "", "")).encode())
        await socket.wait("0{")
        socket.send(f"40{NAMESPACE},{'' if says is None else json.dumps(says)}")
        await socket.wait(f"40{NAMESPACE},")
        return socket

    def fire(self, handler: str, **payload: Any) -> None:
        """Fire a handler: by its full name, or one of the board."""
        name = handler if "." in handler else f"{BOARD}.{handler}"
        event = {"name": name, "payload": payload, "router_data": {"pathname": "/", "asPath": "/"}}
        self.send(f"42{NAMESPACE},{json.dumps(['event', event])}")

    async def wait(self, part: str, *, seconds: float = 10) -> tuple[float, str]:
        """The first kept frame that contains `part`, waiting for it; when it came, and its text."""
        async with asyncio.timeout(seconds):
            while True:
                for frame in self.frames:
                    if part in frame[1]:
                        return frame
                await self.heard(seconds=seconds)

    async def heard(self, *, seconds: float) -> None:
        """Wait for the next frame."""
        self._came.clear()
        async with asyncio.timeout(seconds):
            await self._came.wait()

    def send(self, text: str) -> None:
        """Send one text frame (masked with zeros, which the protocol allows)."""
        data = text.encode()
        size = len(data)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
        self.write(head + b"\0\0\0\0" + data)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Keep the frames that have come whole."""
        now = time.time()
        self._buffer += data
        if not self._open:
            _, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._open, self._buffer = True, rest
        while (frame := self._frame()) is not None:
            if frame == "2":
                self.send("3")
            self.frames.append((now, frame))
            self._came.set()

    def _frame(self) -> str | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        self._buffer = buffer[start + size :]
        return buffer[start : start + size].decode(errors="replace")

    def write(self, data: bytes) -> None:
        """Write bytes as they are."""
        assert self._transport is not None
        self._transport.write(data)
