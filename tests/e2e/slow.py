"""A slow line between browsers and the site: each answer is held for a while, at random, and none overtakes another.

What depends on an answer being there at once fails here and not on somebody's train.
"""

import asyncio
import contextlib
import random
import re
import threading
from dataclasses import dataclass

MOST_SECONDS = 3.0
_REQUEST = re.compile(rb"(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH) (\S+) HTTP/1\.1\r\n")
_ASSET = re.compile(rb"^/(?:assets|fonts|styles|static)/|\.(?:js|mjs|css|woff2?|svg|png|ico|json)(?:\?|$)")


@dataclass
class Line:
    """One connection: whether the answer under way is held. A page's own files are not, or no test would end."""

    holds: bool = False
    until: float = 0.0

    def heard(self, sent: bytes) -> None:
        """Bytes of the browser, among them the head of a request, say; of a socket's frames there is none."""
        found = _REQUEST.match(sent)
        if found:
            self.holds = _ASSET.search(found[1]) is None


class SlowLine:
    """Listens on `port` and passes everything on to `target`, both on loopback, until it is closed."""

    def __init__(self, *, port: int, target: int, seed: int = 1) -> None:
        self._port, self._target, self._chance = port, target, random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._listening = threading.Event()

    def start(self) -> None:
        """Return once it listens."""
        self._thread.start()
        self._listening.wait(10)

    def close(self) -> None:
        """End all connections."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listener = self._loop.run_until_complete(asyncio.start_server(self._pass_on, "localhost", self._port))
        self._listening.set()
        self._loop.run_forever()
        listener.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_site, to_site = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:  # it is being started again
            writer.close()
            return
        line = Line()
        both = (self._up(reader, to_site, line), self._down(from_site, writer, line))
        tasks = [asyncio.ensure_future(one) for one in both]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for end in (writer, to_site):
                end.close()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
        with contextlib.suppress(OSError):
            while sent := await reader.read(1 << 16):
                line.heard(sent)
                writer.write(sent)
                await writer.drain()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        giving = asyncio.ensure_future(self._give(queue, writer))
        try:
            with contextlib.suppress(OSError):
                while got := await reader.read(1 << 16):
                    now = self._loop.time()
                    if line.holds:
                        line.until = max(line.until, now + self._chance.uniform(0, MOST_SECONDS))
                    queue.put_nowait((max(now, line.until), got))
            queue.put_nowait((line.until, b""))
            await giving
        finally:
            giving.cancel()

    async def _give(self, queue: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while True:
                at, got = await queue.get()
                await asyncio.sleep(max(0.0, at - self._loop.time()))
                if not got:
                    return
                writer.write(got)
                await writer.drain()
