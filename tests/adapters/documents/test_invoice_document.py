"""The invoice as page and PDF, in both languages."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from studio_app.adapters.documents.renderer import render_document
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.studio.brand import Brand
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from tests.adapters.texts.test_bank_codes import invoice

LINES = [
    {"name": "Дизайн", "unit": "page", "quantity": "12", "unit_price": 5_000, "net": 1, "tax": 1, "total": 60_000},
    {"name": "CRM", "unit": "service", "quantity": "1", "unit_price": 62_000, "net": 1, "tax": 1, "total": 62_000},
]


def page(locale: str, *, embedded: bool = True, **change: Any) -> str:
    content = invoice(lines=LINES, **change)
    return render_document(
        DocumentKind.INVOICE,
        content.model_dump(mode="json"),
        locale=locale,
        brand=Brand(name="Студия", accent="", logo_svg="", timezone="Europe/Moscow", email="", phone=""),
        number=content.number,
        title=content.title,
        embedded=embedded,
    )


class TestInvoicePage:
    def test_says_what_a_bank_and_an_accountant_need(self) -> None:
        html = page("ru", contract_number="7", contract_on="2026-11-20")
        for words in (
            "Счёт на оплату № 2026-0007",
            "044525225",
            "40702810138250123017",
            "договор № 7 от 20 ноября 2026",
            "НДС 22",
            "Одна тысяча двести двадцать рублей 00 копеек",
            "data:image/svg+xml;base64,",
        ):
            assert words in html

    @pytest.mark.parametrize("kind", list(EntityKind))
    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_gives_the_ground_for_no_tax(self, kind: EntityKind, locale: str) -> None:
        html = page(locale, seller_kind=kind, tax=0, tax_rate=Decimal(0), tax_regime=TaxRegime.NONE)
        assert ("Без НДС" if locale == "ru" else "No VAT") in html

    def test_a_draft_has_neither_number_nor_code(self) -> None:
        html = page("ru", number="", issued_on=None, due_on=None)
        assert "черновик" in html
        assert "base64" not in html


@pytest.mark.service
class TestInvoicePdf:
    def test_its_code_can_be_scanned(self, tmp_path: Path) -> None:
        renderer = WeasyPrintRenderer(tmp_path)
        try:
            pdf = renderer.render(page("ru", embedded=False))
        finally:
            renderer.close()
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=3).to_pil()
        finally:
            document.close()
        assert zxingcpp.read_barcodes(picture)[0].bytes.decode().startswith("ST00012|Name=ООО «Студия»|")
