"""pdf.first, pdf.cached: a proposal's PDF over HTTP, beside bare WeasyPrint on the same HTML with the same fonts."""

import os
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.harness import server
from benchmarks.rows import Row, row
from benchmarks.selling import sent_proposal
from studio_app.adapters.documents.reading import read_content
from studio_app.adapters.pdf.assets import FONT_FACES, AssetFetcher
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.portal.pages import whole_html

ROUNDS = 9
_WARM_SECONDS = 10  # the product makes a process ready a few seconds after its start


def measure() -> Iterator[Row]:
    """Medians; each time another document of twelve lines, asked for as its client asks."""
    with server(deals=100) as site, ThreadPoolExecutor(1, initializer=_low) as alone:
        services = build(Settings())
        sent = [services.runner.run_sync(SYSTEM, sent_proposal, client=one) for one in range(ROUNDS)]
        contents = [services.runner.read_sync(SYSTEM, read_content, document_id=document_id) for document_id, _ in sent]
        services.close()
        pages = [whole_html(content) for content in contents]
        alone.submit(_bare, pages[0]).result()
        time.sleep(_WARM_SECONDS)
        bare, first, cached = [], [], []
        for (_, path), html in zip(sent, pages, strict=True):
            bare.append(alone.submit(_milliseconds, _bare, html).result())
            first.append(_milliseconds(_get, f"{site.url}{path}.pdf"))
            cached.append(_milliseconds(_get, f"{site.url}{path}.pdf"))
    yield row("pdf.first", statistics.median(first), "ms", baseline=statistics.median(bare))
    yield row("pdf.cached", statistics.median(cached), "ms")


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        found = answer.read()
    assert found.startswith(b"%PDF")
    return found


def _low() -> None:
    os.nice(10)  # this thread; so do the product's own processes: on a busy machine the two would not compare


def _bare(html: str) -> bytes | None:
    fonts = FontConfiguration()
    fetcher = AssetFetcher()
    faces = CSS(string=FONT_FACES, font_config=fonts, url_fetcher=fetcher)
    return HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[faces], font_config=fonts)


def _milliseconds(work: Callable[[str], object], what: str) -> float:
    started = time.perf_counter()
    work(what)
    return (time.perf_counter() - started) * 1000
