"""Where papers break: no sheet for a heading or a line alone, no row torn apart, whatever their length."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest

from studio_app.adapters.documents.renderer import render_document
from studio_app.adapters.pdf.engine import PdfEngine
from studio_app.core.money import Money
from studio_app.domain.contracts.schemas import ContractContent, Party, PaymentStep, StructureNode, WorkStage
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.invoices.schemas import Bank, InvoiceContent, InvoicePosition
from studio_app.domain.invoices.schemas import Party as Seller
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.accepted import AcceptedLine
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.schemas import OfferLine, Phase, ProposalContent, SitePage
from studio_app.domain.studio.brand import Brand
from studio_app.domain.studio.kinds import EntityKind, TaxRegime

pytestmark = pytest.mark.service

LONG = "настройка аналитики и целей, передача доступов, обучение людей заказчика " * 3
FOOT = 24 / 25.4 * 72  # points of the lower margin, where the page's number stands
ENOUGH = 5  # lines of text on a sheet: a heading, and what it is about
Sheets = list[list[str]]


@pytest.fixture(scope="module")
def press() -> Callable[..., Sheets]:
    """The lines of text on each sheet of a document."""
    made = PdfEngine()

    def lines(kind: DocumentKind, content: ContractContent | ProposalContent, **more: Any) -> Sheets:
        said: Mapping[str, Any] = content.model_dump(mode="json")
        brand = Brand(name="Студия")
        html = render_document(kind, said, locale="ru", brand=brand, number="2026-1", title="Сайт", **more)
        return _sheets(made.pdf(html))

    return lines


def _sheets(pdf: bytes) -> Sheets:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(page) for page in document]
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    text, rows = page.get_textpage(), dict[int, list[str]]()
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        if bottom > FOOT:
            rows.setdefault(round(bottom / 3), []).append(text.get_text_bounded(left, bottom, right, top))
    return [" ".join(rows[place]) for place in sorted(rows, reverse=True)]


def torn(sheets: Sheets) -> list[str]:
    """Rows whose beginning (`S07`) and end (`E07`) stand on different sheets, or nowhere."""
    places: dict[str, set[int]] = {}
    for number, lines in enumerate(sheets):
        for mark in re.findall(r"\b[SE]\d\d\b", " ".join(lines)):
            places.setdefault(mark, set()).add(number)
    starts = [mark for mark in places if mark[0] == "S"]
    assert starts
    return [mark for mark in starts if places[mark] != places.get(f"E{mark[1:]}") or len(places[mark]) > 1]


def marked(number: int, words: str) -> str:
    return f"S{number:02d} {words} E{number:02d}"


def contract(*, lines: int = 5, pages: int = 6, stages: int = 4, words: str = "Вёрстка") -> ContractContent:
    party = Party(kind=EntityKind.COMPANY, name="ООО «Ромашка»", inn="7736050003", address="Москва")
    line = {"unit": "service", "quantity": Decimal(1), "unit_price": 100, "net": 100, "tax": 5, "total": 105}
    return ContractContent(
        subject="Сайт",
        currency="RUB",
        studio=party,
        client=party,
        lines=tuple(AcceptedLine(key=f"{n}", name=marked(n, words), **line) for n in range(lines)),
        tax_regime=TaxRegime.VAT_5,
        tax_rate=Decimal(5),
        net=100 * lines,
        tax=5 * lines,
        total=105 * lines,
        payments=tuple(PaymentStep(key=key, percent=Decimal(50), amount=50, days=5) for key in ("deposit", "balance")),
        structure=tuple(StructureNode(title=f"Раздел {n}") for n in range(pages)),
        stages=tuple(WorkStage(title=marked(50 + n, words), days=5) for n in range(stages)),
    )


def proposal(*, goals: int, phases: int, options: int = 0) -> ProposalContent:
    line = {"unit": "service", "quantity": Decimal(1), "unit_price": Money(100_000, "RUB")}
    return ProposalContent(
        goals=tuple(f"Цель {n}" for n in range(goals)),
        structure=(SitePage(key="home"), SitePage(title="О нас")),
        lines=(
            OfferLine(key="a", name="Дизайн", tariff=Tariff.START, **line),
            *(OfferLine(key=f"{n}", name=marked(n, LONG), optional=True, **line) for n in range(options)),
        ),
        timeline=tuple(Phase(title=marked(50 + n, LONG[:130]), days=5 + n) for n in range(phases)),
        valid_until=date(2026, 12, 1),
    )


class TestContract:
    @pytest.mark.parametrize(
        "size",
        [
            *({"lines": count} for count in (1, 5, 8, 9, 10, 12, 14, 15, 16, 18, 30)),
            *({"pages": count} for count in (0, 14, 16, 18, 22, 28, 34, 60)),
            *({"stages": count} for count in (1, 7, 9, 11, 14, 20)),
        ],
        ids=str,
    )
    def test_has_no_lone_sheet_and_no_heading_at_the_foot(
        self, press: Callable[..., Sheets], size: dict[str, Any]
    ) -> None:
        sheets = press(DocumentKind.CONTRACT, contract(**size))
        assert [lines for lines in sheets if len(lines) < ENOUGH] == []
        heading = re.compile(r"Приложение №|\d+\. [А-Я]|Этапы|Платежи|Структура|Состав|№ ")
        assert [lines[-1] for lines in sheets if heading.match(lines[-1])] == []
        # what is to be paid when never stands on a sheet of its own
        assert not any(lines[0].startswith("Платежи") for lines in sheets)

    @pytest.mark.parametrize("count", [4, 7, 11])
    def test_tears_no_row(self, press: Callable[..., Sheets], count: int) -> None:
        assert torn(press(DocumentKind.CONTRACT, contract(lines=count, stages=count, words=LONG))) == []


class TestProposal:
    @pytest.mark.parametrize("goals", [0, 6, 14, 22, 30])
    def test_tears_no_phase_and_no_option(self, press: Callable[..., Sheets], goals: int) -> None:
        content = proposal(goals=goals, phases=11, options=9)
        sheets = press(DocumentKind.PROPOSAL, content, choice=choose(content, None, ()))
        assert torn(sheets) == []
        assert len([line for lines in sheets for line in lines if "рабочих дней" in line]) > 11

    def test_tears_no_line_of_the_sum(self, press: Callable[..., Sheets]) -> None:
        content = proposal(goals=3, phases=2, options=14)
        every = [("tariff", "start"), *(("option", f"{n}") for n in range(14))]
        sheets = press(DocumentKind.PROPOSAL, content, choice=choose(content, None, every))
        start = next(n for n, lines in enumerate(sheets) if any("Состав и стоимость" in line for line in lines))
        assert torn(sheets[start:]) == []


class TestInvoice:
    @pytest.mark.parametrize("count", [6, 9, 13])
    def test_tears_no_row_and_leaves_no_signature_alone(self, press: Callable[..., Sheets], count: int) -> None:
        line = {"unit": "service", "quantity": Decimal(1), "unit_price": 105, "net": 100, "tax": 5, "total": 105}
        sheets = press(
            DocumentKind.INVOICE,
            InvoiceContent(
                number="2026-0001",
                issued_on=date(2026, 11, 23),
                due_on=date(2026, 12, 1),
                title="Сайт",
                seller=Seller(name="ООО «Студия»", inn="7707083893", address="Москва"),
                seller_kind=EntityKind.COMPANY,
                bank=Bank(name="Банк", bic="044525225", account="40702810138250123017"),
                buyer=Seller(name="ООО «Ромашка»", inn="7736050003"),
                lines=[InvoicePosition(name=marked(n, LONG), **line) for n in range(count)],
                currency="RUB",
                net=100 * count,
                tax=5 * count,
                total=105 * count,
                tax_regime=TaxRegime.VAT_5,
                tax_rate=Decimal(5),
                share_percent=Decimal(100),
            ),
        )
        assert torn(sheets) == []
        assert [lines for lines in sheets if len(lines) < ENOUGH] == []
