"""pdf.first, pdf.cached: an invoice's PDF, beside bare WeasyPrint on the same HTML with the same fonts."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.rows import Row, row
from benchmarks.selling import issued_invoice
from studio_app.adapters.documents.papers import read_paper
from studio_app.adapters.documents.renderer import render_paper
from studio_app.adapters.pdf.assets import FONT_FACES, AssetFetcher
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.adapters.processes.pool import ProcessPool
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.work import SYSTEM
from studio_app.preparing import first_start

ROUNDS = 9


def measure() -> Iterator[Row]:
    """Medians of documents that differ by one comment, so that each is new to the cache."""
    html = _invoice()
    bare, first, cached = [], [], []
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        renderer = WeasyPrintRenderer(Path(folder), ProcessPool(size=1))
        renderer.render(html)  # the process starts with the first document of a server's life
        _bare(html)
        for number in range(ROUNDS):
            page = f"{html}<!-- {number} -->"
            bare.append(_milliseconds(_bare, page))
            first.append(_milliseconds(renderer.render, page))
            cached.append(_milliseconds(renderer.render, page))
        renderer.close()
    baseline = statistics.median(bare)
    yield row("pdf.first", statistics.median(first), "ms", baseline=baseline)
    yield row("pdf.cached", statistics.median(cached), "ms")


def _invoice() -> str:
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        os.environ["STUDIO_DATA_DIR"] = folder
        settings = Settings()
        first_start(settings)
        services = build(settings)
        document_id, _ = services.runner.run_sync(SYSTEM, issued_invoice)
        paper = services.runner.read_sync(SYSTEM, read_paper, document_id=document_id)
        services.close()
        return render_paper(paper)


def _bare(html: str) -> bytes | None:
    fonts = FontConfiguration()
    fetcher = AssetFetcher()
    faces = CSS(string=FONT_FACES, font_config=fonts, url_fetcher=fetcher)
    return HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[faces], font_config=fonts)


def _milliseconds(work: Callable[[str], object], html: str) -> float:
    started = time.perf_counter()
    work(html)
    return (time.perf_counter() - started) * 1000
