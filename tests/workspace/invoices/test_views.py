"""What the list of invoices shows, and how its typed date is read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from studio_app.adapters.texts.catalogue import translate
from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.queries import list_invoices
from studio_app.domain.invoices.schemas import InvoiceRow
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.exchange import record_exchanged_transfer
from studio_app.domain.payments.ends import ENDS, End, EndAction, end_now
from studio_app.domain.payments.entries import invoice_balance
from studio_app.domain.work import Work
from studio_app.workspace.components.invoice_ends import END_COLOURS
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.view import page_view
from studio_app.workspace.invoices.transfers import typed_transfer
from studio_app.workspace.invoices.views import invoice_item, typed_date
from studio_app.workspace.payments.views import balance_item
from tests.ending import ended
from tests.selling import DEAL, make_studio


class TestTypedDate:
    def test_reads_a_date_field(self) -> None:
        assert typed_date("2026-11-23") == date(2026, 11, 23)

    def test_refuses_anything_else(self) -> None:
        with pytest.raises(Invalid):
            typed_date("11/10/2026")


class TestInvoiceItem:
    ROW = InvoiceRow(
        document_id="i",
        deal_id="d",
        number="2026-0001",
        client="Ромашка",
        deal_title="Сайт",
        status=DocumentStatus.PUBLISHED,
        total=Money(100_050, "RUB"),
        paid=Money(0, "RUB"),
        issued_at=None,
        due_on=date(2026, 11, 28),
        overdue=False,
        path="/d/x",
    )

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({}, "open"),
            ({"overdue": True}, "overdue"),
            ({"paid": Money(1, "RUB")}, "partly"),
            ({"status": DocumentStatus.DRAFT}, "draft"),
        ],
    )
    def test_tells_the_state(self, change: dict[str, Any], state: str) -> None:
        assert invoice_item(replace(self.ROW, **change), "ru").state == state

    def test_fills_the_dialog_with_what_is_due(self) -> None:
        assert invoice_item(replace(self.ROW, paid=Money(50, "RUB")), "ru").due == "1000,00"

    def test_shows_an_overpayment(self) -> None:
        assert invoice_item(replace(self.ROW, paid=Money(100_051, "RUB")), "ru").over

    def test_a_draft_has_no_address_and_can_be_issued(self) -> None:
        item = invoice_item(replace(self.ROW, status=DocumentStatus.DRAFT), "ru")
        assert (item.path, item.can_issue, item.can_record) == ("", True, False)


@pytest.mark.parametrize("end", End)
class TestEachEnd:
    """A row of the table of ends is a row of the list, the deal's documents and the balance in the ledger."""

    @pytest.fixture
    def invoice_id(self, work: Work, end: End) -> str:
        make_studio(work)
        return ended(work, end)

    def test_is_the_state_and_the_buttons_of_the_list(self, work: Work, invoice_id: str, end: End) -> None:
        (row,) = list_invoices(work).rows
        item = invoice_item(row, "en", ended=end_now(work, invoice_id=invoice_id))
        buttons = ENDS[end].buttons
        assert (item.state, item.can_hand_over, item.can_ask_again) == (
            end.value,
            EndAction.HAND_OVER in buttons,
            EndAction.ASK_AGAIN in buttons,
        )
        assert {item.can_issue, item.can_record, item.can_void} == {False}

    def test_is_the_state_and_the_menu_of_the_deals_documents(self, work: Work, invoice_id: str, end: End) -> None:
        page = load_deal(work, deal_id=DEAL)
        (document,) = [one for one in page_view(page, "en").documents if one.id == invoice_id]
        buttons = ENDS[end].buttons
        assert (document.state, document.can_hand_over, document.can_ask_again, document.can_void) == (
            end.value,
            EndAction.HAND_OVER in buttons,
            EndAction.ASK_AGAIN in buttons,
            False,
        )

    def test_is_told_where_the_deal_says_that_all_is_paid(self, work: Work, invoice_id: str, end: End) -> None:
        away = page_view(load_deal(work, deal_id=DEAL), "en").deal.money_away
        assert away == (end.value if end in {End.RETURNED, End.DISPUTED, End.DISPUTE_LOST} else "")

    def test_offers_to_ask_again_in_the_ledger_as_the_table_says(self, work: Work, invoice_id: str, end: End) -> None:
        balance = invoice_balance(work, invoice_id=invoice_id)
        item = balance_item(balance, (), "en", ended=end_now(work, invoice_id=invoice_id))
        assert (item.end, item.can_ask_again) == (end.value, EndAction.ASK_AGAIN in ENDS[end].buttons)

    def test_has_a_name_in_both_languages(self, end: End) -> None:
        for locale in ("en", "ru"):
            assert translate(locale, f"invoices.state.{end.value}") != f"invoices.state.{end.value}"
        assert end in END_COLOURS

    def test_is_handed_over_once(self, work: Work, invoice_id: str) -> None:
        (row,) = list_invoices(work).rows
        item = invoice_item(row, "en", ended=end_now(work, invoice_id=invoice_id), is_handed_over=True)
        assert (item.can_hand_over, item.handed_over) == (False, True)


class TestTypedTransfer:
    TYPED = {"amount": "1 000,50", "received_on": "2026-11-23", "reference": "15"}

    def test_is_of_the_invoices_currency_unless_another_one_came(self) -> None:
        use_case, typed = typed_transfer({**self.TYPED, "received": " "}, currency="EUR")
        assert (use_case, typed["amount"]) == (record_bank_transfer, Money(100_050, "EUR"))

    def test_tells_what_came_and_what_it_is_worth(self) -> None:
        answers = {**self.TYPED, "received": "90000", "currency": "rub", "closes": "on"}
        use_case, typed = typed_transfer(answers, currency="EUR")
        assert use_case is record_exchanged_transfer
        assert (typed["received"], typed["worth"], typed["closes"]) == (
            Money(9_000_000, "RUB"),
            Money(100_050, "EUR"),
            True,
        )

    def test_refuses_what_is_no_currency(self) -> None:
        with pytest.raises(Invalid):
            typed_transfer({**self.TYPED, "received": "1", "currency": "€"}, currency="EUR")
