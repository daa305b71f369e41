"""The rate of the date of supply holds, not of today."""

from datetime import date
from decimal import Decimal

import pytest

from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.taxes import NoTaxRate, tax_rate


class TestTaxRate:
    @pytest.mark.parametrize(
        ("regime", "on", "rate"),
        [
            (TaxRegime.VAT_GENERAL, date(2026, 1, 1), 22),
            (TaxRegime.VAT_GENERAL, date(2025, 12, 31), 20),
            (TaxRegime.VAT_5, date(2026, 6, 1), 5),
            (TaxRegime.VAT_7, date(2025, 1, 1), 7),
            (TaxRegime.NONE, date(1999, 1, 1), 0),
        ],
    )
    def test_follows_the_date(self, regime: TaxRegime, on: date, rate: int) -> None:
        assert tax_rate(regime, on) == Decimal(rate)

    def test_refuses_a_date_before_the_regime_began(self) -> None:
        with pytest.raises(NoTaxRate):
            tax_rate(TaxRegime.VAT_5, date(2024, 12, 31))
