"""The process that makes PDFs: reads HTML frames from standard input, answers with PDF frames, under limits.

Run as `python -m studio_app.adapters.pdf.worker MEGABYTES SECONDS`. A frame is a status byte and a
4-byte big-endian length before the bytes. The process ends when its input does.
"""

import logging
import os
import resource
import signal
import struct
import sys
from typing import BinaryIO

HEADER = struct.Struct(">cI")
OK, FAILED = b"+", b"-"
IDENTIFIER = b"studio_app"


def main() -> None:
    """Serve until the input ends. A job over its limits ends the process; the pool starts another."""
    megabytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes our input
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing a library prints may look like an answer
    press = Press()
    while (html := read_frame(source)) is not None:
        _allow(seconds)
        try:
            write_frame(answers, OK, press.pdf(html.decode()))
        except MemoryError:
            write_frame(answers, FAILED, b"out of memory")
            return
        except BaseException as error:  # whatever the document did, the pool hears of it
            write_frame(answers, FAILED, f"{type(error).__name__}: {error}".encode()[:500])


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame's bytes, or None at the end."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    _, length = HEADER.unpack(head)
    return stream.read(length)


def write_frame(stream: BinaryIO, status: bytes, body: bytes) -> None:
    """Write one frame."""
    stream.write(HEADER.pack(status, len(body)) + body)
    stream.flush()


def _allow(seconds: int) -> None:
    # the clock of the pool kills a hanging job; this ends it even when the pool is gone
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


class Press:
    """WeasyPrint with our fonts loaded once."""

    def __init__(self) -> None:
        from weasyprint import CSS  # noqa: PLC0415  half a second, under the limits set above
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        from studio_app.adapters.pdf.assets import FONT_FACES, AssetFetcher  # noqa: PLC0415

        self._fetcher = AssetFetcher()
        self._fonts = FontConfiguration()
        self._faces = CSS(string=FONT_FACES, font_config=self._fonts, url_fetcher=self._fetcher)

    def pdf(self, html: str) -> bytes:
        """The PDF of `html`; equal HTML gives equal bytes."""
        from weasyprint import HTML  # noqa: PLC0415

        document = HTML(string=html, url_fetcher=self._fetcher)
        pdf = document.write_pdf(stylesheets=[self._faces], font_config=self._fonts, pdf_identifier=IDENTIFIER)
        return pdf or b""


if __name__ == "__main__":
    main()
