"""When the price is paid and how long the work takes: pure rules."""

from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.contracts.schemas import PaymentStep, WorkStage

BALANCE = "balance"
"""The key of what is paid after the acceptance of the work; all other payments come before it."""
DEPOSIT_DAYS = 5
BALANCE_DAYS = 5
_HUNDRED = Decimal(100)
_HOURS_A_DAY = Decimal(6)  # of one specialist, the rest of the day is meetings and letters
_MIN_DAYS = 5
_SHARES = (("analysis", 20), ("design", 30), ("build", 40), ("launch", 10))


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


def work_schedule(hours: Decimal) -> tuple[WorkStage, ...]:
    """The four usual stages in working days, at least one each, for `hours` of work."""
    days = max(_MIN_DAYS, int((hours / _HOURS_A_DAY).to_integral_value(rounding="ROUND_CEILING")))
    return tuple(WorkStage(key=key, days=max(1, -(-days * share // 100))) for key, share in _SHARES)
