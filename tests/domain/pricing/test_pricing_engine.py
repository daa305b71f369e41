"""The engine of totals: its rules as properties, checked against exact fractions."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.core.money import CurrencyMismatch, Money
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.engine import Line, Tax, calculate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.studio.kinds import TaxRegime

RUB = "RUB"
NO_TAX = Tax(TaxRegime.NONE, Decimal(0))
VAT = Tax(TaxRegime.VAT_GENERAL, Decimal(22))

percents = st.decimals(0, 100, places=2)
taxes = st.builds(
    Tax,
    regime=st.just(TaxRegime.VAT_GENERAL),
    rate=st.sampled_from([Decimal(0), Decimal(5), Decimal(7), Decimal(20), Decimal(22)]),
    included=st.booleans(),
)
one_line = st.builds(
    Line,
    key=st.text("abcdefgh", min_size=1, max_size=6),
    name=st.just("Страница"),
    unit=st.just("page"),
    quantity=st.decimals(0, 1000, places=3),
    unit_price=st.integers(0, 50_000_000).map(lambda amount: Money(amount, RUB)),
    hours=st.decimals(0, 200, places=2),
    discount_percent=percents,
    optional=st.booleans(),
    tariff=st.sampled_from(Tariff),
)
line_lists = st.lists(one_line, max_size=12, unique_by=lambda line: line.key)


def line(key: str = "a", **changes: object) -> Line:
    base = Line(key=key, name="Страница", unit="page", quantity=Decimal(1), unit_price=Money(100_00, RUB))
    return replace(base, **changes)  # pyright: ignore[reportArgumentType]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def every_key(lines: list[Line]) -> frozenset[str]:
    return frozenset(item.key for item in lines)


class TestCalculate:
    @given(line_lists, st.sampled_from(Tariff), taxes)
    def test_adds_the_lines_up_to_the_totals(self, lines: list[Line], tariff: Tariff, tax: Tax) -> None:
        totals = calculate(lines, tariff=tariff, options=every_key(lines), tax=tax, currency=RUB)
        for name in ("net", "tax", "total", "discount"):
            parts = [getattr(part, name).amount for part in totals.lines]
            assert getattr(totals, name).amount == sum(parts)
        assert totals.total == totals.net + totals.tax
        assert totals.hours == sum((part.line.quantity * part.line.hours for part in totals.lines), Decimal(0))

    @given(line_lists, st.randoms(use_true_random=False), taxes)
    def test_ignores_the_order_of_the_lines(self, lines: list[Line], random: object, tax: Tax) -> None:
        shuffled = list(lines)
        random.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
        before, after = (
            calculate(some, tariff=Tariff.PREMIUM, options=every_key(lines), tax=tax, currency=RUB)
            for some in (lines, shuffled)
        )
        assert (before.net, before.tax, before.total) == (after.net, after.tax, after.total)
        assert {part.line.key: part for part in before.lines} == {part.line.key: part for part in after.lines}

    @given(one_line, taxes)
    def test_rounds_half_up_once_a_line(self, item: Line, tax: Tax) -> None:
        exact = Fraction(item.unit_price.amount) * Fraction(item.quantity)
        asked = half_up(exact * (100 - Fraction(item.discount_percent)) / 100)
        priced = engine.price(item, tax)
        if tax.included:
            assert priced.total.amount == asked
            assert priced.tax.amount == half_up(Fraction(asked) * Fraction(tax.rate) / (100 + Fraction(tax.rate)))
        else:
            assert priced.net.amount == asked
            assert priced.tax.amount == half_up(Fraction(asked) * Fraction(tax.rate) / 100)
        assert priced.discount.amount == half_up(exact) - asked
        assert priced.net + priced.tax == priced.total

    @pytest.mark.parametrize(
        ("amount", "quantity", "discount", "net"),
        [
            (1, "0.5", "0", 1),  # a half goes up
            (1, "0.499", "0", 0),
            (333, "3", "0", 999),
            (1001, "1", "50", 501),
            (12_345_67, "1.5", "12.5", 16_203_69),
        ],
    )
    def test_prices_these_lines_so(self, amount: int, quantity: str, discount: str, net: int) -> None:
        item = line(unit_price=Money(amount, RUB), quantity=Decimal(quantity), discount_percent=Decimal(discount))
        assert engine.price(item, NO_TAX).net.amount == net

    def test_takes_an_included_tax_out_of_the_price(self) -> None:
        priced = engine.price(line(unit_price=Money(122_00, RUB)), replace(VAT, included=True))
        assert (priced.net.amount, priced.tax.amount, priced.total.amount) == (100_00, 22_00, 122_00)
        at_20 = Tax(TaxRegime.VAT_GENERAL, Decimal(20), included=True)
        assert engine.price(line(unit_price=Money(3, RUB)), at_20).tax.amount == 1  # exactly half a kopeck

    @given(line_lists, taxes)
    def test_makes_each_tariff_contain_the_one_before(self, lines: list[Line], tax: Tax) -> None:
        keys = [
            {
                part.line.key
                for part in calculate(lines, tariff=t, options=every_key(lines), tax=tax, currency=RUB).lines
            }
            for t in engine.TARIFFS
        ]
        sums = [
            calculate(lines, tariff=t, options=every_key(lines), tax=tax, currency=RUB).total.amount
            for t in engine.TARIFFS
        ]
        assert keys[0] <= keys[1] <= keys[2] == {item.key for item in lines}
        assert sums == sorted(sums)

    @given(line_lists, st.sampled_from(Tariff), st.data())
    def test_counts_optional_lines_only_when_ticked(
        self, lines: list[Line], tariff: Tariff, data: st.DataObject
    ) -> None:
        ticked = frozenset(data.draw(st.sets(st.sampled_from(sorted(every_key(lines)) or ["none"]))))
        bought = calculate(lines, tariff=tariff, options=ticked, tax=NO_TAX, currency=RUB).lines
        for item in lines:
            expected = engine.contains(tariff, item.tariff) and (not item.optional or item.key in ticked)
            assert (item in [part.line for part in bought]) is expected

    def test_offers_only_options_that_the_tariff_contains(self) -> None:
        lines = [line("a", optional=True), line("b", optional=True, tariff=Tariff.PREMIUM), line("c")]
        assert engine.offered_options(lines, tariff=Tariff.START) == {"a"}
        assert engine.offered_options(lines, tariff=Tariff.PREMIUM) == {"a", "b"}
        assert (
            calculate(lines, tariff=Tariff.START, options=frozenset("b"), tax=NO_TAX, currency=RUB).total.amount
            == 100_00
        )

    @given(one_line, percents, percents)
    def test_never_asks_more_for_a_larger_discount(self, item: Line, left: Decimal, right: Decimal) -> None:
        small, large = sorted((left, right))
        asked = [engine.price(replace(item, discount_percent=percent), VAT).total.amount for percent in (small, large)]
        assert asked[0] >= asked[1] >= 0

    def test_is_zero_without_lines(self) -> None:
        totals = calculate([], tariff=Tariff.START, tax=VAT, currency="EUR")
        assert (totals.total, totals.hours, totals.lines) == (Money(0, "EUR"), Decimal(0), ())

    def test_refuses_to_mix_currencies(self) -> None:
        with pytest.raises(CurrencyMismatch):
            calculate([line("a", unit_price=Money(1, "EUR"))], tariff=Tariff.START, tax=NO_TAX, currency=RUB)


class TestLine:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("quantity", Decimal(-1)),
            ("quantity", Decimal("NaN")),
            ("quantity", Decimal(100_001)),
            ("hours", Decimal("Infinity")),
            ("unit_price", Money(-1, RUB)),
            ("discount_percent", Decimal("100.01")),
        ],
    )
    def test_refuses_figures_nobody_can_sell(self, field: str, value: Any) -> None:
        with pytest.raises(Invalid) as caught:
            line(**{field: value})
        assert caught.value.field == field

    @pytest.mark.parametrize(("currency", "most"), [("RUB", 1_000_000_000), ("JPY", 100_000_000_000)])
    def test_tells_the_limit_of_a_price_as_people_write_prices(self, currency: str, most: int) -> None:
        line(unit_price=Money.from_major(Decimal(most), currency))
        with pytest.raises(Invalid) as refused:
            line(unit_price=Money.from_major(Decimal(most + 1), currency))
        assert refused.value.params["maximum"] == most


class TestMargin:
    def test_is_what_is_left_after_hours_and_the_lead(self) -> None:
        totals = calculate(
            [line(quantity=Decimal(2), hours=Decimal(3), unit_price=Money(10_000_00, RUB))],
            tariff=Tariff.START,
            tax=VAT,
            currency=RUB,
        )
        spent = engine.cost(totals, hour_cost=Money(1_500_00, RUB), lead_cost=Money(1_000_00, RUB))
        assert spent == Money(10_000_00, RUB)  # 6 hours × 1500 + 1000
        assert engine.margin(totals, cost=spent) == Decimal("50.0")  # of 20 000 before tax

    def test_is_negative_below_cost_and_unknown_without_a_sum(self) -> None:
        cheap = calculate([line()], tariff=Tariff.START, tax=NO_TAX, currency=RUB)
        assert engine.margin(cheap, cost=Money(150_00, RUB)) == Decimal("-50.0")
        nothing = calculate([], tariff=Tariff.START, tax=NO_TAX, currency=RUB)
        assert engine.margin(nothing, cost=Money(1, RUB)) is None
