"""A share of a price."""

from decimal import Decimal

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.invoices.shares import share_of


class TestShareOf:
    def test_rounds_half_up(self) -> None:
        assert share_of(Money(101, "RUB"), Decimal(50)) == Money(51, "RUB")

    @pytest.mark.parametrize("percent", ["0", "-1", "100.01", "NaN"])
    def test_refuses_what_is_no_share(self, percent: str) -> None:
        with pytest.raises(Invalid):
            share_of(Money(100, "RUB"), Decimal(percent))
