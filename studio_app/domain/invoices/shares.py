"""How a part of a price is spread over its lines: the one rule, pure.

Each line is scaled and rounded half up by itself. The remainder, the difference between those
lines and the rounded share of the whole, goes to the largest lines, one minor unit each, first
among equals first. So the lines always add up to the share, no line is negative, and none is
further than one minor unit per round from its exact part.
"""

from collections.abc import Sequence
from decimal import Decimal

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, round_half_up, total

_HUNDRED = Decimal(100)


def share_of(whole: Money, percent: Decimal) -> Money:
    """`percent` of the whole, rounded half up. Raises Invalid unless 0 < percent <= 100."""
    if not percent.is_finite() or not 0 < percent <= _HUNDRED:
        raise Invalid(field="share_percent", reason="share_percent")
    return Money(round_half_up(Decimal(whole.amount) * percent / _HUNDRED), whole.currency)


def spread(parts: Sequence[Money], *, target: Money) -> tuple[Money, ...]:
    """The parts scaled so that they add up to exactly `target`, which is between zero and their sum.

    Raises Invalid for a target outside of that, and CurrencyMismatch.
    """
    whole = total(parts, currency=target.currency)
    if not 0 <= target.amount <= whole.amount or any(part.amount < 0 for part in parts):
        raise Invalid(field="amount", reason="share_percent")
    if not whole:
        return tuple(parts)
    scaled = [round_half_up(Decimal(part.amount) * target.amount / Decimal(whole.amount)) for part in parts]
    remainder = target.amount - sum(scaled)
    step = 1 if remainder > 0 else -1
    largest_first = sorted(range(len(parts)), key=lambda index: (-parts[index].amount, index))
    while remainder:
        for index in largest_first:
            if remainder and scaled[index] + step >= 0:
                scaled[index] += step
                remainder -= step
    return tuple(Money(amount, target.currency) for amount in scaled)
