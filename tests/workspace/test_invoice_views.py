"""What the list of invoices shows, and how its typed date is read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.documents.models import DocumentStatus
from studio_app.domain.invoices.schemas import InvoiceRow
from studio_app.domain.payments.receiving.bank import record_bank_transfer
from studio_app.domain.payments.receiving.exchange import record_exchanged_transfer
from studio_app.workspace.invoices.transfers import typed_transfer
from studio_app.workspace.invoices.views import invoice_item, typed_date


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
            ({"status": DocumentStatus.PAID}, "paid"),
            ({"status": DocumentStatus.VOID}, "void"),
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
