"""Numbers and amounts as people type them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.core.numbers import Unclear, read_money, read_number, read_percent, read_whole

NUMBERS = [
    ("5", "5"),
    ("0", "0"),
    ("007", "7"),
    ("1,5", "1.5"),
    ("1.5", "1.5"),
    (" 1.5 ", "1.5"),
    ("5.", "5"),
    (".5", "0.5"),
    ("0.125", "0.125"),
    ("1000.505", "1000.505"),
    ("1 000", "1000"),
    ("1\u00a0000", "1000"),
    ("1\u202f000,50", "1000.5"),
    ("1\u2009000 000", "1000000"),
    ("1 000,505", "1000.505"),
    ("1,000.50", "1000.5"),
    ("1.000,50", "1000.5"),
    ("1.000,505", "1000.505"),
    ("1,000,000", "1000000"),
    ("1.000.000", "1000000"),
    ("1,000,000.5", "1000000.5"),
    ("1'000.50", "1000.5"),
    ("1’000’000", "1000000"),
    ("999999999999", "999999999999"),
]
NOT_NUMBERS = [
    "1e3", "1E3", "0x10", "inf", "NaN", "١٢", "１２", "1_000", "1..5", "1,5,5", "1.000.00", "1 00", "10 00", "1,00,000",
    "1.000,000.00", "12 ₽", "12к", "(5)", "+5", "--5", "5-", "1/2", "½", "двенадцать", "1 000 00", "1000000000000",
    "0.1234567", ".", ",", " . ", "1 .5 5", "1\x00",
]  # fmt: skip


class TestReadNumber:
    @pytest.mark.parametrize(("text", "value"), NUMBERS)
    def test_reads(self, text: str, value: str) -> None:
        assert read_number(text, field="hours") == Decimal(value)

    @pytest.mark.parametrize("text", NOT_NUMBERS)
    def test_refuses(self, text: str) -> None:
        assert _reason(text) == "number"

    @pytest.mark.parametrize("text", ["-5", "\u22125", "- 5", "-0.5"])
    def test_says_that_it_cannot_be_below_zero(self, text: str) -> None:
        assert _reason(text) == "negative"

    @pytest.mark.parametrize(
        ("text", "first", "second"),
        [("11.000", "11", "11000"), ("1,500", "1.5", "1500"), ("999.999", "999.9990", "999999")],
    )
    def test_asks_which_of_two_it_is(self, text: str, first: str, second: str) -> None:
        with pytest.raises(Unclear) as asked:
            read_number(text, field="hours")
        assert asked.value.params == {
            "field": "hours",
            "reason": "number_unclear",
            "first": first,
            "second": second,
        }
        assert read_number(first, field="hours") == Decimal(first)
        assert read_number(second, field="hours") == Decimal(second)

    def test_takes_no_text_for_what_the_field_means_by_it(self) -> None:
        assert read_number(" ", field="hours", empty=Decimal(0)) == 0
        assert _reason("") == "required"

    @given(st.decimals(min_value=0, max_value=10**11, places=2, allow_nan=False))
    def test_reads_what_any_country_writes(self, value: Decimal) -> None:
        plain = f"{value:,.2f}"
        for group, mark in ((",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("", ",")):
            text = plain.replace(",", "g").replace(".", mark).replace("g", group)
            assert read_number(text, field="x") == value

    @given(st.text(max_size=30))
    def test_answers_anything_with_a_number_or_a_reason(self, text: str) -> None:
        with suppress(Invalid):
            assert read_number(text, field="x") >= 0


class TestReadWhole:
    def test_refuses_a_part(self) -> None:
        assert read_whole("1 000", field="days") == 1000
        with pytest.raises(Invalid, match="whole_number"):
            read_whole("1,5", field="days")


class TestReadPercent:
    def test_takes_the_sign(self) -> None:
        assert read_percent("12,5 %", field="x") == read_percent("12.5", field="x") == Decimal("12.5")


class TestReadMoney:
    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("12 ₽", "RUB", 1200),
            ("12₽", "RUB", 1200),
            ("12 500,50 руб.", "RUB", 1_250_050),
            ("100 р", "RUB", 10_000),
            ("100 RUB", "RUB", 10_000),
            ("RUB 100", "RUB", 10_000),
            ("$1,000.50", "USD", 100_050),
            ("1.000,50 €", "EUR", 100_050),
            ("€ 99", "EUR", 9_900),
            ("1 000,00 eur", "EUR", 100_000),
            ("11.000", "KWD", 11_000),
            ("11.505", "KWD", 11_505),
            ("1000", "JPY", 1_000),
            ("0.10", "RUB", 10),
            ("1,10", "RUB", 110),
            ("1,100", "JPY", None),
        ],
    )
    def test_reads(self, text: str, currency: str, minor: int | None) -> None:
        if minor is None:
            with pytest.raises(Unclear):
                read_money(text, currency, field="amount")
        else:
            assert read_money(text, currency, field="amount") == Money(minor, currency)

    @pytest.mark.parametrize(
        ("text", "currency", "reason"),
        [
            ("1000.505", "RUB", "number_unclear"),
            ("1000.5051", "RUB", "minor_units"),
            ("1000.5", "JPY", "minor_units"),
            ("12 $", "RUB", "other_currency"),
            ("12 EUR", "RUB", "other_currency"),
            ("€12", "USD", "other_currency"),
            ("11.000", "RUB", "number_unclear"),
            ("1e3", "RUB", "number"),
            ("12 тыс", "RUB", "number"),
            ("12к", "RUB", "number"),
            ("-5", "RUB", "negative"),
            ("-5 ₽", "RUB", "negative"),
            ("", "RUB", "required"),
            ("₽", "RUB", "required"),
        ],
    )
    def test_refuses(self, text: str, currency: str, reason: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_money(text, currency, field="amount")
        assert refused.value.reason == reason

    def test_offers_amounts_that_it_takes(self) -> None:
        for text, first, second in (
            ("1000.505", "1000.51", "1000505"),
            ("1,234", "1.23", "1234"),
            ("2.000", "2", "2000"),
        ):
            with pytest.raises(Unclear) as asked:
                read_money(text, "RUB", field="amount")
            assert (asked.value.params["first"], asked.value.params["second"]) == (first, second)
            assert read_money(first, "RUB", field="amount") < read_money(second, "RUB", field="amount")


def _reason(text: str) -> str:
    with pytest.raises(Invalid) as refused:
        read_number(text, field="hours")
    return refused.value.reason
