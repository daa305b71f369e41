"""A share of a price: the one rule, pure."""

from decimal import Decimal

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, round_half_up

_HUNDRED = Decimal(100)


def share_of(whole: Money, percent: Decimal) -> Money:
    """`percent` of the whole, rounded half up. Raises Invalid unless 0 < percent <= 100."""
    if not percent.is_finite() or not 0 < percent <= _HUNDRED:
        raise Invalid(field="share_percent", reason="share_percent")
    return Money(round_half_up(Decimal(whole.amount) * percent / _HUNDRED), whole.currency)
