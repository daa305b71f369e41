"""When the price is paid: a pure rule."""

from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.contracts.schemas import PaymentStep

BALANCE = "balance"
"""The key of what is paid after the acceptance of the work; all other payments come before it."""
DEPOSIT_DAYS = 5
BALANCE_DAYS = 5
_HUNDRED = Decimal(100)


def payment_plan(
    price: Money, *, deposit_percent: Decimal, deposit_days: int = DEPOSIT_DAYS, balance_days: int = BALANCE_DAYS
) -> tuple[PaymentStep, ...]:
    """The payments of `price`: a deposit and the balance, which always add up to it exactly.

    A deposit of 0 % leaves one payment after the work, of 100 % one payment before it. Days are
    working days: from signing for what is paid before the work, from acceptance for the balance.
    """
    share = min(max(deposit_percent, Decimal(0)), _HUNDRED)
    deposit = price.times(share / _HUNDRED)
    if not deposit:
        return (PaymentStep(key=BALANCE, percent=_HUNDRED, amount=price.amount, days=balance_days),)
    if deposit == price:
        return (PaymentStep(key="whole", percent=_HUNDRED, amount=price.amount, days=deposit_days),)
    return (
        PaymentStep(key="deposit", percent=share, amount=deposit.amount, days=deposit_days),
        PaymentStep(key=BALANCE, percent=_HUNDRED - share, amount=(price - deposit).amount, days=balance_days),
    )
