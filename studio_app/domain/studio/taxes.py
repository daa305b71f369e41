"""The dated table of tax rates: the rate follows from the regime and the date of supply."""

from datetime import date
from decimal import Decimal

from studio_app.core.errors import StudioError
from studio_app.domain.studio.kinds import TaxRegime

# Newest first. Russian Tax Code: article 164 as amended by 303-FZ (2018) and 425-FZ of 2025-11-28;
# the reduced rates of the simplified regime by 176-FZ (2024).
_RATES: dict[TaxRegime, tuple[tuple[date, Decimal], ...]] = {
    TaxRegime.NONE: ((date.min, Decimal(0)),),
    TaxRegime.VAT_GENERAL: (
        (date(2026, 1, 1), Decimal(22)),
        (date(2019, 1, 1), Decimal(20)),
    ),
    TaxRegime.VAT_5: ((date(2025, 1, 1), Decimal(5)),),
    TaxRegime.VAT_7: ((date(2025, 1, 1), Decimal(7)),),
}


class NoTaxRate(StudioError):
    """The regime did not exist on that date."""

    code = "no_tax_rate"
    status = 422


def tax_rate(regime: TaxRegime, on: date) -> Decimal:
    """The rate in percent for what is supplied `on` that date. Raises NoTaxRate before the regime began."""
    for since, rate in _RATES[regime]:
        if on >= since:
            return rate
    raise NoTaxRate(on=on.isoformat())
