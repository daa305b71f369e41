"""PDFs under what people really paste: no letter leaves its page."""

import httpx
import pypdfium2
import pytest

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from tests.nasty import nasty

pytestmark = pytest.mark.service

SIDE = 18 / 25.4 * 72  # points of the margin left and right


@pytest.fixture
def paths(services_on_disk: Services) -> dict[str, str]:
    return services_on_disk.runner.run_sync(SYSTEM, nasty)


def outside(pdf: bytes) -> list[str]:
    """The letters that stand beyond the margins of their page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if not letter.strip():
                    continue
                left, bottom, right, top = text.get_charbox(index)
                if left < SIDE - 1 or right > width - SIDE + 1 or bottom < 0 or top > height:
                    found.append(f"{number}: {letter} {left:.0f}-{right:.0f}")
        return found
    finally:
        document.close()


class TestPdf:
    @pytest.mark.parametrize("kind", ["proposal", "contract", "invoice", "receipt"])
    async def test_keeps_every_letter_within_the_margins(
        self, browser: httpx.AsyncClient, paths: dict[str, str], kind: str
    ) -> None:
        answer = await browser.get(f"{paths[kind]}.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert outside(answer.content) == []
