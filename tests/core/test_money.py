"""Money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import CurrencyMismatch, Money, exponent, round_half_up, total

amounts = st.integers(-(10**12), 10**12)


class TestRoundHalfUp:
    @pytest.mark.parametrize(
        ("value", "expected"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-0.5", -1), ("-2.5", -3)]
    )
    def test_takes_halves_away_from_zero(self, value: str, expected: int) -> None:
        assert round_half_up(Decimal(value)) == expected

    @given(st.decimals(-(10**9), 10**9, places=4))
    def test_is_never_more_than_half_a_unit_off(self, value: Decimal) -> None:
        assert abs(round_half_up(value) - value) <= Decimal("0.5")


class TestMoney:
    @given(amounts, st.sampled_from(["RUB", "EUR", "JPY", "KWD"]))
    def test_survives_the_way_to_whole_units_and_back(self, amount: int, currency: str) -> None:
        money = Money(amount, currency)
        assert Money.from_major(money.major, currency) == money

    @pytest.mark.parametrize(("currency", "digits"), [("RUB", 2), ("JPY", 0), ("KWD", 3)])
    def test_knows_the_digits_of_a_currency(self, currency: str, digits: int) -> None:
        assert exponent(currency) == digits

    def test_refuses_to_add_currencies(self) -> None:
        with pytest.raises(CurrencyMismatch):
            Money(1, "RUB") + Money(1, "EUR")

    def test_refuses_to_compare_currencies(self) -> None:
        with pytest.raises(CurrencyMismatch):
            _ = Money(1, "RUB") < Money(2, "EUR")

    @given(st.lists(amounts))
    def test_totals_are_exact(self, values: list[int]) -> None:
        assert total((Money(value, "RUB") for value in values), currency="RUB") == Money(sum(values), "RUB")

    @given(amounts, amounts)
    def test_minus_undoes_plus(self, left: int, right: int) -> None:
        assert Money(left, "RUB") + Money(right, "RUB") - Money(right, "RUB") == Money(left, "RUB")
