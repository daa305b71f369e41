"""WeasyPrint in a worker process: HTML in, PDF out, with our fonts loaded once."""

import logging
from collections.abc import Iterator
from functools import cache

from studio_app.adapters.pdf.assets import FONT_FACES, AssetFetcher

IDENTIFIER = b"studio_app"
NEXT = "\n<!-- the next document -->\n"
"""Stands between two documents that become one file; text that people type is escaped and cannot hold it."""
_TRIAL = '<html lang="ru"><meta charset="utf-8"><p style="font-family: Inter">Счёт <b>№ 1</b> ₽</html>'


def press(raw: bytes) -> Iterator[bytes]:
    """The PDF of the HTML."""
    yield _press().pdf(raw.decode())


def warm() -> None:
    """Load everything that a first document would wait for."""
    _press().pdf(_TRIAL)


class Press:
    """WeasyPrint with our fonts loaded once."""

    def __init__(self) -> None:
        from weasyprint import CSS  # noqa: PLC0415  half a second, under the limits of the process
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._fetcher = AssetFetcher()
        self._fonts = FontConfiguration()
        self._faces = CSS(string=FONT_FACES, font_config=self._fonts, url_fetcher=self._fetcher)

    def pdf(self, html: str) -> bytes:
        """The PDF of `html`; equal HTML gives equal bytes.

        Documents with NEXT between them are laid out each by itself, with pages numbered anew, and make one file.
        """
        from weasyprint import HTML  # noqa: PLC0415

        documents = [
            HTML(string=part, url_fetcher=self._fetcher).render(stylesheets=[self._faces], font_config=self._fonts)
            for part in html.split(NEXT)
        ]
        first, *others = documents
        for one in others:
            first.pages.extend(one.pages)
        return first.write_pdf(pdf_identifier=IDENTIFIER) or b""


@cache
def _press() -> Press:
    return Press()
