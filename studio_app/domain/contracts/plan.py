"""When the price is paid and how long the work takes: pure rules."""

from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.contracts.schemas import PaymentStep, WorkStage

DEPOSIT_DAYS = 5
BALANCE_DAYS = 5
_HUNDRED = Decimal(100)
_HOURS_A_DAY = Decimal(6)  # of one specialist, the rest of the day is meetings and letters
_MIN_DAYS = 5
_SHARES = (("analysis", 20), ("design", 30), ("build", 40), ("launch", 10))


def payment_plan(price: Money, *, deposit_percent: Decimal) -> tuple[PaymentStep, ...]:
    """The payments of `price`: a deposit and the balance, which always add up to it exactly.

    A deposit of 0 % leaves one payment after the work, of 100 % one payment before it.
    """
    share = min(max(deposit_percent, Decimal(0)), _HUNDRED)
    deposit = price.times(share / _HUNDRED)
    if not deposit:
        return (PaymentStep(key="balance", percent=_HUNDRED, amount=price.amount, days=BALANCE_DAYS),)
    if deposit == price:
        return (PaymentStep(key="whole", percent=_HUNDRED, amount=price.amount, days=DEPOSIT_DAYS),)
    return (
        PaymentStep(key="deposit", percent=share, amount=deposit.amount, days=DEPOSIT_DAYS),
        PaymentStep(key="balance", percent=_HUNDRED - share, amount=(price - deposit).amount, days=BALANCE_DAYS),
    )


def work_schedule(hours: Decimal) -> tuple[WorkStage, ...]:
    """The four usual stages in working days, at least one each, for `hours` of work."""
    days = max(_MIN_DAYS, int((hours / _HOURS_A_DAY).to_integral_value(rounding="ROUND_CEILING")))
    return tuple(WorkStage(key=key, days=max(1, -(-days * share // 100))) for key, share in _SHARES)
