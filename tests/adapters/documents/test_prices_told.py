"""One service has three figures on its way through the papers; each stands below words that say which one it is."""

import re
from dataclasses import replace
from html import unescape

import pytest
from sqlmodel import select

from studio_app.adapters.documents.reading import read_content
from studio_app.adapters.documents.renderer import render_content, render_document
from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.studio.brand import Brand
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.work import Work
from tests.agreeing import sign_contract
from tests.proposing import content_of, published
from tests.selling import make_deal, make_studio

NET, GROSS, DEPOSIT = 36_000_00, 37_800_00, 18_900_00  # a service at 5 % VAT, and half of the contract over it
BARE = {"ru": ("Цена", "Сумма"), "en": ("Price", "Sum")}

WORDS = pytest.mark.parametrize(
    ("locale", "net", "gross"), [("ru", "без НДС", "с НДС"), ("en", "without VAT", "with VAT")]
)


def sheet(work: Work, document_id: str) -> str:
    """The paper as it is drawn from its text: the bytes that a test has signed say nothing of prices."""
    drawn = replace(read_content(work, document_id=document_id), frozen=None)
    return " ".join(unescape(render_content(drawn)).split())


def columns(html: str, table: str) -> list[str]:
    """The headings of the figures of a table of services."""
    head = re.search(rf'<table class="[^"]*{table}[^"]*">.*?<thead>(.*?)</thead>', html)
    assert head
    return re.findall(r'<th scope="col" class="num(?: wide)?">([^<]+)</th>', head[1])[1:]  # behind the quantities


def row(html: str, table: str) -> list[str]:
    """The figures of the first service."""
    body = re.search(rf'<table class="[^"]*{table}[^"]*">.*?<tbody>\s*<tr[^>]*>(.*?)</tr>', html)
    assert body
    cells = re.findall(r"<td[^>]*>(.*?)</td>", body[1])
    return [re.sub(r"\D", "", re.sub(r"<[^>]+>", "", cell)) for cell in cells[-2:]]


def figure(money: Money) -> str:
    """The digits of a sum as they are shown: no hundredths where there are none."""
    whole, rest = divmod(money.amount, 100)
    return f"{whole}{rest:02d}" if rest else str(whole)


def agreed(work: Work, *, locale: str, regime: TaxRegime) -> tuple[str, str]:
    """A signed contract over one service, and its deposit."""
    make_studio(work, regime=regime)
    deal = make_deal(work, locale=locale)
    contract_id = sign_contract(work, deal, agreed=[(1, NET)])
    return contract_id, work.session.exec(select(Invoice)).one().document_id


@WORDS
class TestWithTax:
    def test_the_contract_tells_the_price_without_it_and_the_sum_with_it(
        self, work: Work, locale: str, net: str, gross: str
    ) -> None:
        contract_id, _ = agreed(work, locale=locale, regime=TaxRegime.VAT_5)
        html = sheet(work, contract_id)
        price, amount = columns(html, "item-lines")
        assert (price.endswith(net), amount.endswith(gross)) == (True, True), (price, amount)
        assert row(html, "item-lines") == [str(NET // 100), str(GROSS // 100)]

    def test_the_deposit_is_one_line_that_names_share_contract_and_day(
        self, work: Work, locale: str, net: str, gross: str
    ) -> None:
        _, invoice_id = agreed(work, locale=locale, regime=TaxRegime.VAT_5)
        html = sheet(work, invoice_id)
        assert all(one.endswith(gross) for one in columns(html, "invoice-lines"))
        assert row(html, "invoice-lines") == [str(DEPOSIT // 100)] * 2
        assert {
            "ru": "Предоплата 50 % по договору № 2026-001 от 23 ноября 2026",
            "en": "Deposit 50% by contract No. 2026-001 of 23 November 2026",
        }[locale] in html.replace("\xa0", " ")


@WORDS
class TestProposal:
    def test_tells_services_without_tax_and_the_total_with_it(
        self, studio: Work, locale: str, net: str, gross: str
    ) -> None:
        content = content_of(studio, published(studio, locale=locale))
        choice = choose(content, None, ())
        html = " ".join(
            unescape(
                render_document(
                    DocumentKind.PROPOSAL, content.model_dump(mode="json"), locale=locale, brand=Brand(), choice=choice
                )
            ).split()
        )
        assert content.tax_rate
        assert all(one.endswith(net) for one in columns(html, "lines"))
        first = choice.totals.lines[0]
        assert row(html, "lines") == [figure(first.line.unit_price), figure(first.net)]
        total = re.search(r'<dt class="grand">([^<]+)</dt><dd class="grand" data-live="total">([^<]+)</dd>', html)
        assert total
        assert total[1].endswith(gross)
        assert re.sub(r"\D", "", total[2]) == figure(choice.totals.total)


@pytest.mark.parametrize("locale", ["ru", "en"])
class TestWithoutTax:
    def test_no_column_speaks_of_it(self, work: Work, locale: str) -> None:
        contract_id, invoice_id = agreed(work, locale=locale, regime=TaxRegime.NONE)
        for document_id, table in ((contract_id, "item-lines"), (invoice_id, "invoice-lines")):
            assert tuple(columns(sheet(work, document_id), table)) == BARE[locale]
        kinds = {one.kind for one in work.session.exec(select(Document))}
        assert {DocumentKind.CONTRACT, DocumentKind.INVOICE} <= kinds
