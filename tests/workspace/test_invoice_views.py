"""Typed sums and dates are read as people write them."""

from datetime import date

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.workspace.invoices.views import typed_date, typed_money


class TestTypedMoney:
    @pytest.mark.parametrize(
        ("text", "currency", "amount"),
        [("12 345,50", "RUB", 1_234_550), ("0.01", "EUR", 1), ("100", "JPY", 100), ("1\u00a0000", "RUB", 100_000)],
    )
    def test_reads(self, text: str, currency: str, amount: int) -> None:
        assert typed_money(text, currency) == Money(amount, currency)

    @pytest.mark.parametrize("text", ["", "abc", "1,234", "NaN", "Infinity", "1e20", "1.2.3"])
    def test_refuses(self, text: str) -> None:
        with pytest.raises(Invalid):
            typed_money(text, "RUB")


class TestTypedDate:
    def test_reads_a_date_field(self) -> None:
        assert typed_date("2026-11-23") == date(2026, 11, 23)

    def test_refuses_anything_else(self) -> None:
        with pytest.raises(Invalid):
            typed_date("23.11.2026")
