"""HTML to PDF by WeasyPrint: in its own processes, once per document, kept by the SHA-256 of the HTML."""

import asyncio
import logging
import os
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from studio_app.adapters.processes.child import WorkFailed
from studio_app.adapters.processes.pool import ProcessPool, Task
from studio_app.core.errors import StudioError

_log = logging.getLogger(__name__)
_EDITION = b"3\0"  # raise it when fonts or WeasyPrint change: what is kept was made by the former ones

MAKE_PDF = Task(
    entry="studio_app.adapters.pdf.engine:make_pdf",
    ready="studio_app.adapters.pdf.engine:warm",
    whole=b"".join,
    lane="pdf",
    seconds=60,
    processor=20,
)


class PdfFailed(StudioError):
    """The document could not be made into a PDF: over its limits, or refused what it wanted to load.

    `reason` is that of WorkFailed: for people of the studio, clients read that it did not work.
    """

    code = "pdf_failed"
    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class WeasyPrintRenderer:
    """Makes each PDF once. Starts nothing before the first one is asked for."""

    def __init__(self, folder: Path, pool: ProcessPool | None = None, *, keep_bytes: int = 256 << 20) -> None:
        self._cache = PdfCache(folder, keep_bytes=keep_bytes)
        self._pool = pool or ProcessPool()
        self._lock = threading.Lock()
        self._making: dict[str, Future[bytes]] = {}

    def render(self, html: str) -> bytes:
        """The PDF of `html`, from the cache or made now; blocks. Raises PdfFailed."""
        source = html.encode()
        name = sha256(_EDITION + source).hexdigest()
        try:
            return self._cache.get(name) or self._job(name, source).result()
        except WorkFailed as error:
            raise PdfFailed(error.reason) from error

    async def render_async(self, html: str) -> bytes:
        """`render` for the event loop."""
        source = html.encode()
        name = sha256(_EDITION + source).hexdigest()
        kept = await asyncio.to_thread(self._cache.get, name)
        try:
            return kept or await asyncio.wrap_future(self._job(name, source))
        except WorkFailed as error:
            raise PdfFailed(error.reason) from error

    def warm(self) -> None:
        """Have a process ready ahead of the first PDF; returns at once."""
        self._pool.warm(MAKE_PDF)

    def close(self) -> None:
        """End the processes."""
        self._pool.close()

    def _job(self, name: str, source: bytes) -> "Future[bytes]":
        # whoever asks for a PDF that is being made waits for that one
        with self._lock:
            job = self._making.get(name)
            if job is not None:
                return job
            task = replace(MAKE_PDF, whole=partial(self._keep, name))
            job = self._making[name] = self._pool.submit(task, source)
        job.add_done_callback(partial(self._made, name))
        return job

    def _keep(self, name: str, parts: Iterable[bytes]) -> bytes:
        pdf = b"".join(parts)
        try:
            self._cache.put(name, pdf)
        except OSError:  # a full disk keeps nobody from their document
            _log.exception("a PDF could not be kept")
        return pdf

    def _made(self, name: str, _job: "Future[bytes]") -> None:
        with self._lock:
            self._making.pop(name, None)


class PdfCache:
    """Files named by hash; the longest unused go when they outgrow `keep_bytes`."""

    def __init__(self, folder: Path, *, keep_bytes: int) -> None:
        self._folder = folder
        self._keep = keep_bytes
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """The PDF, marked as used now, or None."""
        path = self._path(name)
        try:
            pdf = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return pdf

    def put(self, name: str, pdf: bytes) -> None:
        """Keep the PDF: all of it or nothing, whenever the process dies."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            try:
                part.write(pdf)
                part.flush()
            except OSError:
                Path(part.name).unlink(missing_ok=True)
                raise
        Path(part.name).replace(path)
        self._trim()

    def _trim(self) -> None:
        with self._lock:
            files = [(file.stat(), file) for file in self._folder.glob("*/*.pdf")]
            size = sum(stat.st_size for stat, _ in files)
            for stat, file in sorted(files, key=lambda entry: entry[0].st_mtime):
                if size <= self._keep:
                    return
                file.unlink(missing_ok=True)
                size -= stat.st_size

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.pdf"
