"""What may be done with an invoice of a list."""

from datetime import date

import pytest

from studio_app.core.money import Money
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.invoices.schemas import InvoiceRow


def row(status: DocumentStatus, *, paid: int = 0) -> InvoiceRow:
    return InvoiceRow(
        document_id="invoice",
        deal_id="deal",
        number="1",
        client="",
        deal_title="",
        status=status,
        total=Money(1000_00, "RUB"),
        paid=Money(paid, "RUB"),
        issued_at=None,
        due_on=date(2026, 11, 23),
        overdue=False,
        path="",
    )


class TestInvoiceRow:
    @pytest.mark.parametrize(
        ("may", "statuses"),
        [
            ("may_be_issued", {"draft"}),
            ("takes_money", {"published"}),
            ("may_be_voided", {"draft", "published"}),
        ],
    )
    def test_may_by_its_status(self, may: str, statuses: set[str]) -> None:
        assert {one.value for one in DocumentStatus if getattr(row(one), may)} == statuses

    def test_may_not_be_voided_once_money_came(self) -> None:
        assert not row(DocumentStatus.PUBLISHED, paid=1).may_be_voided
