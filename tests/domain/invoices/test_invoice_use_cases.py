"""Drafting, issuing and voiding invoices."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid
from studio_app.core.status import IllegalTransition
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document, link_token
from studio_app.domain.invoices.bank_qr import gost_payload
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.lines import lines_of
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.queries import InvoiceFilter, get_invoice, invoice_content, list_invoices
from studio_app.domain.invoices.void import InvoiceHasMoney, void_invoice
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.timeline.events.documents import ContractSigned
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.agreeing import sign_contract
from tests.ending import come_in
from tests.happened import blank
from tests.selling import DEAL, ENTITY, issued_invoice, make_deal, make_studio


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


def only_invoice(work: Work) -> Invoice:
    return work.session.exec(select(Invoice)).one()


class TestDraftInvoice:
    def test_stands_ready_after_signing_over_the_deposit(self, work: Work) -> None:
        deal = make_deal(work)
        contract_id = sign_contract(work, deal)
        invoice = only_invoice(work)
        assert invoice.contract_id == contract_id
        assert invoice.total_amount == (deal.amount + 1) // 2
        assert get_document(work, invoice.document_id).status is DocumentStatus.DRAFT

    def test_takes_name_and_deposit_from_the_contract_as_it_was_signed(self, work: Work) -> None:
        sign_contract(work, make_deal(work), agreed=((2, 100_000), (1, 300_050)), deposit=30)
        invoice = only_invoice(work)
        assert [line.name for line in lines_of(work, invoice)] == ["Сайт для Ромашки"]
        assert invoice.total_amount == 150_015  # 30 % of 500 050

    def test_is_made_once_per_contract(self, work: Work) -> None:
        deal = make_deal(work)
        contract_id = sign_contract(work, deal)

        record(work, blank(ContractSigned, deal_id=deal.id, document_id=contract_id))
        assert only_invoice(work)

    def test_is_not_visible_to_the_client(self, work: Work) -> None:
        sign_contract(work, make_deal(work))
        document = get_document(work, only_invoice(work).document_id)
        with pytest.raises(Exception, match="not_found"):
            find_by_token(work, token=link_token(work, document))

    def test_lines_add_up_and_contain_the_tax(self, work: Work) -> None:
        entity = work.session.get(LegalEntity, ENTITY)
        assert entity is not None
        entity.tax_regime = TaxRegime.VAT_GENERAL
        sign_contract(work, make_deal(work))
        invoice = only_invoice(work)
        lines = lines_of(work, invoice)
        assert sum(line.total_amount for line in lines) == invoice.total_amount
        assert sum(line.tax_amount for line in lines) == invoice.tax_amount > 0
        assert all(line.net_amount + line.tax_amount == line.total_amount for line in lines)
        assert all(line.quantity * line.unit_price_amount == line.total_amount for line in lines)


class TestCreateInvoice:
    def test_balance_and_deposit_add_up_to_the_price(self, work: Work) -> None:
        deal = make_deal(work)
        sign_contract(work, deal)
        create_invoice(work, deal_id=deal.id)
        assert sum(work.session.exec(select(Invoice.total_amount))) == deal.amount

    def test_works_without_a_contract(self, work: Work) -> None:
        make_deal(work, amount=123_456)
        ref = create_invoice(work, deal_id="deal", share_percent=Decimal(100))
        assert get_invoice(work, ref.document_id).total_amount == 123_456

    def test_refuses_more_than_is_left(self, work: Work) -> None:
        deal = make_deal(work)
        sign_contract(work, deal)
        with pytest.raises(Invalid, match="over_invoiced"):
            create_invoice(work, deal_id=deal.id, share_percent=Decimal(80))

    def test_refuses_when_all_is_invoiced(self, work: Work) -> None:
        make_deal(work, amount=100)
        create_invoice(work, deal_id="deal")
        with pytest.raises(Invalid, match="nothing_to_invoice"):
            create_invoice(work, deal_id="deal")

    def test_a_void_invoice_frees_its_share(self, work: Work) -> None:
        make_deal(work, amount=100)
        ref = create_invoice(work, deal_id="deal")
        void_invoice(work, document_id=ref.document_id, reason="ошибка")
        assert create_invoice(work, deal_id="deal")


class TestIssueInvoice:
    def test_numbers_run_without_gaps_and_start_anew_each_year(self, work: Work, clock: FixedClock) -> None:
        numbers = [get_document(work, issued_invoice(work, deal_id=f"deal{index}")).number for index in range(3)]
        clock.set(clock.now().replace(year=2027))
        numbers.append(get_document(work, issued_invoice(work, deal_id="next year")).number)
        assert numbers == ["2026-0001", "2026-0002", "2026-0003", "2027-0001"]

    def test_freezes_the_requisites(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        entity = work.session.get(LegalEntity, ENTITY)
        assert entity is not None
        entity.full_name = "Другое"
        assert "Студия" in invoice_content(work, document_id=invoice_id).seller.name

    def test_speaks_english_but_pays_to_the_account_as_its_bank_knows_it(self, work: Work) -> None:
        entity = work.session.get_one(LegalEntity, ENTITY)
        entity.full_name_en, entity.bank_name_en, entity.signer_post_en = "Studio LLC", "Sberbank", "Director"
        make_deal(work, amount=100_000, locale="en")
        invoice_id = create_invoice(work, deal_id=DEAL).document_id
        issue_invoice(work, document_id=invoice_id)
        said = invoice_content(work, document_id=invoice_id)
        assert (said.seller.name, said.bank.name, said.signer_post) == ("Studio LLC", "Sberbank", "Director")
        assert "Name=Общество с ограниченной ответственностью «Студия»" in gost_payload(said, purpose="")

    def test_publishes_and_moves_the_deal(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        assert get_document(work, invoice_id).status is DocumentStatus.PUBLISHED
        deal = work.session.get(Deal, "deal")
        assert deal is not None
        assert deal.stage_id == "invoice"
        kinds = work.session.exec(select(TimelineEvent.kind).order_by(col(TimelineEvent.id))).all()
        assert list(kinds) == [EventKind.INVOICE_DRAFTED, EventKind.INVOICE_PUBLISHED, EventKind.DEAL_MOVED]

    def test_happens_once(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        with pytest.raises(IllegalTransition):
            issue_invoice(work, document_id=invoice_id)

    def test_takes_the_rate_of_the_day_and_keeps_the_price(self, work: Work, clock: FixedClock) -> None:
        entity = work.session.get(LegalEntity, ENTITY)
        assert entity is not None
        entity.tax_regime = TaxRegime.VAT_GENERAL
        clock.set(clock.now().replace(year=2025))
        make_deal(work, amount=122_000)
        ref = create_invoice(work, deal_id="deal")
        assert get_invoice(work, ref.document_id).tax_amount == 20_333
        clock.set(clock.now().replace(year=2026))
        issue_invoice(work, document_id=ref.document_id)
        invoice = get_invoice(work, ref.document_id)
        assert (invoice.total_amount, invoice.tax_amount, invoice.tax_rate) == (122_000, 22_000, Decimal(22))

    def test_refuses_a_seller_without_an_account(self, work: Work) -> None:
        make_deal(work, amount=100)
        ref = create_invoice(work, deal_id="deal")
        entity = work.session.get(LegalEntity, ENTITY)
        assert entity is not None
        entity.account = ""
        with pytest.raises(Invalid, match="seller_requisites"):
            issue_invoice(work, document_id=ref.document_id)


class TestVoidInvoice:
    def test_keeps_the_number(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        void_invoice(work, document_id=invoice_id, reason="другая сумма")
        document = get_document(work, invoice_id)
        assert (document.status, document.number) == (DocumentStatus.VOID, "2026-0001")
        assert get_document(work, issued_invoice(work, deal_id="second")).number == "2026-0002"

    def test_wants_a_reason(self, work: Work) -> None:
        with pytest.raises(Invalid, match="void_reason"):
            void_invoice(work, document_id=issued_invoice(work), reason=" ")

    def test_refuses_when_money_has_come(self, work: Work) -> None:
        invoice_id = issued_invoice(work)
        come_in(work, invoice_id, 1)
        with pytest.raises(InvoiceHasMoney):
            void_invoice(work, document_id=invoice_id, reason="ошибка")


class TestListInvoices:
    def test_counts_and_filters(self, work: Work, clock: FixedClock) -> None:
        from datetime import timedelta

        issued_invoice(work, deal_id="old")
        clock.advance(timedelta(days=8))
        fresh = issued_invoice(work, deal_id="fresh")
        make_deal(work, deal_id="draft", amount=5)
        create_invoice(work, deal_id="draft")
        page = list_invoices(work, only=InvoiceFilter.OVERDUE)
        assert [row.deal_id for row in page.rows] == ["old"]
        assert page.counts == {"all": 3, "draft": 1, "open": 2, "overdue": 1, "paid": 0, "void": 0, "uneven": 0}
        assert list_invoices(work, only=InvoiceFilter.OPEN).rows[0].document_id == fresh
