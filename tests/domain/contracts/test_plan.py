"""The payment plan always adds up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import Money
from studio_app.domain.contracts.plan import payment_plan


class TestPaymentPlan:
    @given(
        amount=st.integers(1, 10**12),
        percent=st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False),
    )
    def test_adds_up_to_the_price(self, amount: int, percent: Decimal) -> None:
        steps = payment_plan(Money(amount, "RUB"), deposit_percent=percent)
        assert sum(step.amount for step in steps) == amount
        assert sum(step.percent for step in steps) == 100
        assert all(step.amount > 0 for step in steps)

    def test_has_one_payment_without_a_deposit(self) -> None:
        assert [step.key for step in payment_plan(Money(100, "RUB"), deposit_percent=Decimal(0))] == ["balance"]

    def test_has_one_payment_in_advance_with_a_full_deposit(self) -> None:
        assert [step.key for step in payment_plan(Money(100, "RUB"), deposit_percent=Decimal(100))] == ["whole"]
