"""What the deals of the board are likely to bring: their sums, weighted by the probability of their stages."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio_app.core.money import Money, exponent
from studio_app.domain.board.schemas import Totals
from studio_app.domain.board.totals import Sums

_CERTAIN = 100


@dataclass(frozen=True, slots=True)
class Weighed:
    """How many deals, what they sum up to and what of it is `likely`, one amount a currency, by its name."""

    totals: Totals
    likely: tuple[Money, ...]


def weigh(totals: Totals, *, probability: int) -> Weighed:
    """A column whose deals are won by `probability` percent; nothing is `likely` where that tells nothing new."""
    says_something = 0 < probability < _CERTAIN
    return Weighed(totals, tuple(_share(one, probability) for one in totals.sums) if says_something else ())


def weigh_together(sums: Sums, *, probabilities: Mapping[str, int]) -> Weighed:
    """All columns together; `probabilities` in percent, by stage. Rounded once, so it may be more than its columns."""
    whole, hundredfold = dict[str, int](), dict[str, int]()
    count = 0
    for stage_id, percent in probabilities.items():
        totals = sums.totals(stage_id)
        count += totals.count
        for one in totals.sums:
            whole[one.currency] = whole.get(one.currency, 0) + one.amount
            hundredfold[one.currency] = hundredfold.get(one.currency, 0) + one.amount * percent
    likely = tuple(_share(one, 1) for one in _by_name(hundredfold))
    return Weighed(Totals(count, _by_name(whole)), likely)


def _share(amount: Money, percent: int) -> Money:
    """That share, in whole units and rounded down: the kopecks of an expectation say nothing."""
    unit = 10 ** exponent(amount.currency)
    return Money(amount.amount * percent // _CERTAIN // unit * unit, amount.currency)


def _by_name(amounts: Mapping[str, int]) -> tuple[Money, ...]:
    return tuple(Money(amount, currency) for currency, amount in sorted(amounts.items()))
