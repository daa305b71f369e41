"""The proposal as PDF."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from studio_app.adapters.documents.renderer import render_document
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.studio.brand import Brand

GOALS = ("Получать больше заявок с сайта и меньше отвечать на одни и те же вопросы", "Нравиться партнёрам")


@pytest.mark.service
class TestProposalPdf:
    @pytest.mark.parametrize("goals", [GOALS[:1], GOALS])
    def test_lets_goals_run_along_the_page(self, tmp_path: Path, goals: tuple[str, ...]) -> None:
        html = render_document(
            DocumentKind.PROPOSAL,
            ProposalContent(goals=goals, valid_until=date(2026, 12, 1)).model_dump(mode="json"),
            locale="ru",
            brand=Brand(name="Студия", accent="", logo_svg="", timezone="Europe/Moscow", email="", phone=""),
            number="7",
            title="Сайт",
            embedded=False,
        )
        renderer = WeasyPrintRenderer(tmp_path)
        try:
            document = pypdfium2.PdfDocument(renderer.render(html))
        finally:
            renderer.close()
        try:
            said = document[0].get_textpage().get_text_range()
        finally:
            document.close()
        assert "Получать больше заявок" in said  # on one line of the page
