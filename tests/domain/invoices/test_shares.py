"""A share of a price is spread over its lines without losing a kopeck."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.core.money import Money, total
from studio_app.domain.invoices.shares import share_of, spread

AMOUNTS = st.lists(st.integers(0, 50_000_000), min_size=1, max_size=25)
PERCENT = st.decimals(Decimal("0.01"), Decimal(100), places=2)


def roubles(*amounts: int) -> list[Money]:
    return [Money(amount, "RUB") for amount in amounts]


class TestSpread:
    @given(AMOUNTS, PERCENT)
    def test_lines_add_up_to_the_share(self, amounts: list[int], percent: Decimal) -> None:
        parts = roubles(*amounts)
        target = share_of(total(parts, currency="RUB"), percent)
        assert total(spread(parts, target=target), currency="RUB") == target

    @given(AMOUNTS, PERCENT)
    def test_no_line_is_negative_or_above_its_whole_by_more_than_the_rounding(
        self, amounts: list[int], percent: Decimal
    ) -> None:
        parts = roubles(*amounts)
        whole = sum(amounts)
        target = share_of(Money(whole, "RUB"), percent)
        for part, scaled in zip(parts, spread(parts, target=target), strict=True):
            exact = Decimal(part.amount) * target.amount / whole if whole else Decimal(0)
            assert scaled.amount >= 0
            assert abs(scaled.amount - exact) <= 2

    @given(AMOUNTS)
    def test_the_whole_leaves_every_line_as_it_is(self, amounts: list[int]) -> None:
        parts = roubles(*amounts)
        assert list(spread(parts, target=Money(sum(amounts), "RUB"))) == parts

    def test_remainder_goes_to_the_largest_line(self) -> None:
        assert spread(roubles(101, 101, 303), target=Money(253, "RUB")) == tuple(roubles(51, 51, 151))

    def test_a_tiny_share_of_many_lines_stays_above_zero(self) -> None:
        assert sum(part.amount for part in spread(roubles(*[10] * 10), target=Money(5, "RUB"))) == 5

    def test_refuses_more_than_the_whole(self) -> None:
        with pytest.raises(Invalid):
            spread(roubles(10), target=Money(11, "RUB"))


class TestShareOf:
    def test_rounds_half_up(self) -> None:
        assert share_of(Money(101, "RUB"), Decimal(50)) == Money(51, "RUB")

    @pytest.mark.parametrize("percent", ["0", "-1", "100.01", "NaN"])
    def test_refuses_what_is_no_share(self, percent: str) -> None:
        with pytest.raises(Invalid):
            share_of(Money(100, "RUB"), Decimal(percent))
