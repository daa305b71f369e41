"""The estimate while it is being edited."""

from decimal import Decimal

import pytest

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.pricing.engine import Tax
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.workspace.calculator.sheet import Floor, Terms, outcomes, own_line, typed

LINE = own_line("a", name="Своё", currency="RUB")
TERMS = Terms(
    currency="RUB",
    tax=Tax(TaxRegime.NONE, Decimal(0)),
    hour_cost=Money(1_000_00, "RUB"),
    lead_cost=Money(0, "RUB"),
    min_margin_percent=Decimal(20),
    max_discount_percent=Decimal(10),
)


class TestTyped:
    @pytest.mark.parametrize("text", ["12500.5", "12500,50", "12 500,5", "12\u00a0500,5 ₽", "12 500.50 руб."])
    def test_reads_money_as_people_write_it(self, text: str) -> None:
        assert typed(LINE, "unit_price", text).unit_price == Money(12_500_50, "RUB")

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("quantity", "двенадцать"),
            ("quantity", "-1"),
            ("quantity", "1e5"),
            ("quantity", "100001"),
            ("unit_price", "1.005"),
            ("discount_percent", "101"),
            ("tariff", "gold"),
            ("key", "b"),
        ],
    )
    def test_refuses_what_is_no_figure_of_that_field(self, field: str, text: str) -> None:
        with pytest.raises(Invalid) as caught:
            typed(LINE, field, text)
        assert caught.value.field == field


class TestOutcomes:
    @pytest.mark.parametrize(
        ("price", "floor"), [("999", Floor.BELOW_COST), ("1100", Floor.BELOW_MARGIN), ("1250", Floor.HOLDS)]
    )
    def test_warns_below_cost_and_below_the_margin(self, price: str, floor: Floor) -> None:
        line = typed(typed(LINE, "hours", "1"), "unit_price", price)
        assert [outcome.floor for outcome in outcomes([line], TERMS)] == [floor] * 3
