"""HTML to PDF by WeasyPrint: in its own processes, once per document, kept by the SHA-256 of the HTML."""

import asyncio
import atexit
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from studio_app.adapters.pdf.pool import PdfFailed, WorkerPool

_EDITION = b"1\0"  # raise it when fonts or WeasyPrint change: what is kept was made by the former ones
_QUEUE = 32


class WeasyPrintRenderer:
    """Makes each PDF once. Starts nothing before the first one is asked for."""

    def __init__(
        self, folder: Path, *, workers: int = 2, seconds: int = 20, megabytes: int = 1024, keep_bytes: int = 256 << 20
    ) -> None:
        self._cache = PdfCache(folder, keep_bytes=keep_bytes)
        self._pool = WorkerPool(size=workers, seconds=seconds, megabytes=megabytes)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pdf")
        self._lock = threading.Lock()
        self._making: dict[str, Future[bytes]] = {}
        atexit.register(self.close)

    def render(self, html: str) -> bytes:
        """The PDF of `html`, from the cache or made now; blocks. Raises PdfFailed."""
        source = html.encode()
        name = sha256(_EDITION + source).hexdigest()
        return self._cache.get(name) or self._job(name, source).result()

    async def render_async(self, html: str) -> bytes:
        """`render` for the event loop."""
        source = html.encode()
        name = sha256(_EDITION + source).hexdigest()
        kept = await asyncio.to_thread(self._cache.get, name)
        return kept or await asyncio.wrap_future(self._job(name, source))

    def warm(self) -> None:
        """Start a process ahead of the first PDF; returns at once."""
        self._threads.submit(self._pool.warm)

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close()

    def _job(self, name: str, source: bytes) -> "Future[bytes]":
        # whoever asks for a PDF that is being made waits for that one
        with self._lock:
            job = self._making.get(name)
            if job is None:
                if len(self._making) >= _QUEUE:
                    raise PdfFailed
                job = self._threads.submit(self._make, name, source)
                self._making[name] = job
            return job

    def _make(self, name: str, source: bytes) -> bytes:
        try:
            pdf = self._pool.pdf(source)
            self._cache.put(name, pdf)
            return pdf
        finally:
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
            part.write(pdf)
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
