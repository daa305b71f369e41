"""A letter says of each sum what the pages say: with VAT, or that there is none."""

import re
from datetime import date

import pytest

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.adapters.texts.templates import ROOT
from studio_app.core.money import Money
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document
from studio_app.domain.notifications.facts import gather
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import BY_NAME, NIGHT_REPORT
from studio_app.domain.notifications.schemas import LetterFacts
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.schemas import Picked
from studio_app.domain.studio.brand import Brand
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.work import Work
from tests.agreeing import sign_contract
from tests.conftest import NOON
from tests.selling import issued_invoice, make_deal, make_studio

RULES = sorted(set(BY_NAME) - {NIGHT_REPORT})
"""The owner's report tells of movements, of all legal entities together: these are no prices."""
_SUM = re.compile(r"\d[\d\N{NO-BREAK SPACE}]*(?:[.,]\d\d)?\N{NO-BREAK SPACE}₽|₽\d[\d,]*(?:\.\d\d)?")
SAYS = {
    ("ru", True): " с НДС",
    ("ru", False): " (НДС не облагается)",
    ("en", True): " incl. VAT",
    ("en", False): " (no VAT)",
}


def letter(rule: str, locale: str, *, taxed: bool | None) -> tuple[str, str, str]:
    facts = LetterFacts(
        notification_id="n",
        rule=rule,
        recipient="client@example.com",
        locale=locale,
        timezone="Europe/Moscow",
        brand=Brand(),
        addressee="",
        client="Client",
        manager="Manager",
        reply_to="",
        path="/d/x",
        title="Site",
        number="2026-0001",
        amount=Money(123_456_700, "RUB"),
        due=Money(23_450_050, "RUB"),
        until=date(2026, 12, 1),
        code="123456",
        words="words",
        at=NOON,
        taxed=taxed,
        choice=Picked(Tariff.PREMIUM, ("Blog",), Money(123_456_700, "RUB"), taxed=bool(taxed)),
    )
    made = TemplateWriter("https://studio.example").write(facts)
    return made.subject, made.text, made.html


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("locale", "taxed"), SAYS)
class TestEveryLetter:
    def test_says_of_each_sum_what_its_tax_is(self, rule: str, locale: str, taxed: bool) -> None:
        _, text, html = letter(rule, locale, taxed=taxed)
        for part in (text, html):
            after = [part[found.end() :] for found in _SUM.finditer(part)]
            assert all(rest.startswith(SAYS[locale, taxed]) for rest in after), part

    def test_has_a_sum_wherever_its_template_has_one(self, rule: str, locale: str, taxed: bool) -> None:
        for name, part in zip(("text.txt", "html.html"), letter(rule, locale, taxed=taxed)[1:], strict=True):
            source = (ROOT / f"email/{rule}/{name}").read_text()
            assert "money(" not in source  # `sum` says the tax too
            assert bool(_SUM.search(part)) is ("sum(" in source or "choice_words(" in source)


def facts_of(work: Work, document_id: str, rule: str) -> LetterFacts:
    document = get_document(work, document_id)
    row = Notification(
        id="n",
        deal_id=document.deal_id,
        document_id=document.id,
        subject_id=document.id,
        rule=rule,
        occurrence="1",
        recipient="client@example.com",
        locale="ru",
        planned_at=work.now(),
        created_at=work.now(),
    )
    return gather(work, row, BY_NAME[rule], document, get_deal(work, document.deal_id))


@pytest.mark.parametrize(("regime", "rate"), [(TaxRegime.NONE, 0), (TaxRegime.VAT_5, 5), (TaxRegime.VAT_GENERAL, 22)])
class TestFacts:
    def test_of_an_invoice_know_its_tax(self, work: Work, regime: TaxRegime, rate: int) -> None:
        make_studio(work, regime=regime)
        assert facts_of(work, issued_invoice(work), "invoice_issued").taxed is (rate > 0)

    def test_of_a_contract_know_its_tax(self, work: Work, regime: TaxRegime, rate: int) -> None:
        make_studio(work, regime=regime)
        contract_id = sign_contract(work, make_deal(work))
        assert facts_of(work, contract_id, "contract_to_sign").taxed is (rate > 0)
