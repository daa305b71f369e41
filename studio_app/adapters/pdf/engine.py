"""WeasyPrint in a worker process: HTML in, PDF out, with our fonts loaded once."""

import logging
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from studio_app.adapters.pdf.families import Family, families_for

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

IDENTIFIER = b"studio_app"
NEXT = "\n<!-- the next document -->\n"
"""Stands between two documents that become one file; text that people type is escaped and cannot hold it."""
_TRIAL = '<html lang="ru"><meta charset="utf-8"><p style="font-family: Inter">Счёт <b>№ 1</b> ₽</html>'


def make_pdf(raw: bytes) -> Iterator[bytes]:
    """The PDF of the HTML."""
    yield _engine().pdf(raw.decode())


def warm() -> None:
    """Load everything that a first document would wait for."""
    _engine().pdf(_TRIAL)


class PdfEngine:
    """WeasyPrint with our fonts loaded once."""

    def __init__(self) -> None:
        from studio_app.adapters.pdf.assets import AssetFetcher  # noqa: PLC0415  loads WeasyPrint

        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._fetcher = AssetFetcher()
        self._faces = cache(self._load)

    def pdf(self, html: str) -> bytes:
        """The PDF of `html`; equal HTML gives equal bytes.

        Documents with NEXT between them are laid out each by itself, with pages numbered anew, and make one file.
        """
        from weasyprint import HTML  # noqa: PLC0415  as in `_load`

        fonts, faces = self._faces(families_for(html))
        documents = [
            HTML(string=part, url_fetcher=self._fetcher).render(stylesheets=[faces], font_config=fonts)
            for part in html.split(NEXT)
        ]
        first, *others = documents
        for one in others:
            first.pages.extend(one.pages)
        return first.write_pdf(pdf_identifier=IDENTIFIER, pdf_tags=True) or b""

    def _load(self, families: tuple[Family, ...]) -> tuple["FontConfiguration", "CSS"]:
        """These families and no others, so that what a process has drawn before never shows."""
        from weasyprint import CSS  # noqa: PLC0415  half a second, under the limits of the process
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  the same

        from studio_app.adapters.pdf.assets import font_faces  # noqa: PLC0415  loads WeasyPrint

        fonts = FontConfiguration()
        return fonts, CSS(string=font_faces(families), font_config=fonts, url_fetcher=self._fetcher)


@cache
def _engine() -> PdfEngine:
    return PdfEngine()
