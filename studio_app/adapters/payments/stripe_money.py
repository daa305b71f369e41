"""Stripe's way of counting minor units, where it differs from ISO 4217 (docs.stripe.com/currencies)."""

from studio_app.core.money import Money, exponent
from studio_app.domain.payments.gateway import GatewayRefused

_TIMES_HUNDRED = frozenset({"ISK", "UGX"})  # no decimals any more, still charged with two


def to_stripe(money: Money) -> tuple[int, str]:
    """(amount, lower-case currency) as Stripe takes them. Raises GatewayRefused for an amount it cannot charge."""
    amount = money.amount * 100 if money.currency in _TIMES_HUNDRED else money.amount
    if exponent(money.currency) == 3 and amount % 10:
        raise GatewayRefused(problem=f"{money.currency} is charged in steps of ten")
    return amount, money.currency.lower()


def from_stripe(amount: int, currency: str) -> Money:
    """What Stripe says, in our minor units."""
    code = currency.upper()
    return Money(amount // 100 if code in _TIMES_HUNDRED else amount, code)
