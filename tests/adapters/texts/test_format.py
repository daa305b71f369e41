"""Money as people write it, against Babel's own formatting."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.texts.format import free_or_money, money, phone, typed_amount, zoned_moment
from studio_app.core.money import Money, exponent
from studio_app.domain.clients.phones import normal_phone

AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)


def pattern(value: Money) -> str:
    digits = exponent(value.currency) if value.amount % 10 ** exponent(value.currency) else 0
    return f"#,##0{'.' + '0' * digits if digits else ''}"


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "currency", "locale", "text"),
        [
            (1234550, "RUB", "ru", "12\u00a0345,50\u00a0₽"),
            (1234500, "RUB", "ru", "12\u00a0345\u00a0₽"),
            (1234505, "RUB", "en", "12,345.05\u00a0₽"),
            (-1234550, "USD", "en", "-$12,345.50"),
            (5, "EUR", "en", "€0.05"),
            (1200, "JPY", "en", "¥1,200"),
            (1005, "KWD", "ru", "1,005\u00a0KWD"),
        ],
    )
    def test_reads_as_people_write_it(self, amount: int, currency: str, locale: str, text: str) -> None:
        assert money(Money(amount, currency), locale) == text

    @given(AMOUNTS, st.sampled_from(["RUB", "USD", "EUR", "JPY", "BHD"]))
    def test_has_babels_digits_in_russian(self, amount: int, currency: str) -> None:
        value = Money(amount, currency)
        number, _, _ = money(value, "ru").rpartition("\u00a0")
        assert number == format_decimal(value.major, pattern(value), locale="ru")

    @given(AMOUNTS, st.sampled_from(["USD", "EUR", "GBP", "JPY"]))
    def test_is_babels_in_english(self, amount: int, currency: str) -> None:
        value = Money(amount, currency)
        babels = format_currency(
            value.major, currency, f"¤{pattern(value)}", locale="en", currency_digits=False, decimal_quantization=False
        )
        assert money(value, "en") == babels

    def test_is_exact_beyond_what_a_float_holds(self) -> None:
        assert Decimal(money(Money(9_007_199_254_740_993, "USD"), "en").strip("$").replace(",", "")) == Decimal(
            "90071992547409.93"
        )


class TestTypedAmount:
    def test_is_written_as_the_reader_writes_numbers(self) -> None:
        assert typed_amount(Money(125050, "RUB"), "ru") == "1250,50"
        assert typed_amount(Money(125050, "RUB"), "en") == "1250.50"

    def test_is_empty_where_there_is_nothing(self) -> None:
        assert typed_amount(Money(0, "RUB"), "ru") == ""


class TestPhone:
    @pytest.mark.parametrize(
        ("number", "text"),
        [
            ("+79161234567", "+7\u00a0916\u00a0123-45-67"),
            ("+442083661177", "+44\u00a020\u00a08366\u00a01177"),
            ("", ""),
            ("anna@les.example", "anna@les.example"),
            ("+0000", "+0000"),
            ("+74951234567;ext=12", "+7\u00a0495\u00a0123-45-67\u00a0доб.\u00a012"),
            ("+493012345678;ext=12", "+49\u00a030\u00a012345678\u00a0ext.\u00a012"),
        ],
    )
    def test_is_written_as_people_dial_it(self, number: str, text: str) -> None:
        assert phone(number) == text

    def test_is_understood_when_typed_back(self) -> None:
        for number in ("+79161234567", "+74951234567;ext=12", "+493012345678;ext=7"):
            assert normal_phone(phone(number)) == number


class TestZonedMoment:
    @pytest.mark.parametrize(
        ("timezone", "locale", "text"),
        [
            ("Europe/Moscow", "ru", "23.11.2026, 14:30, московское время"),
            ("Europe/Moscow", "en", "23 Nov 2026, 14:30, Moscow time"),
            ("Asia/Yekaterinburg", "ru", "23.11.2026, 16:30, UTC+5"),
            ("Asia/Kolkata", "en", "23 Nov 2026, 17:00, UTC+5:30"),
            ("America/St_Johns", "en", "23 Nov 2026, 08:00, UTC-3:30"),
            ("UTC", "en", "23 Nov 2026, 11:30, UTC+0"),
        ],
    )
    def test_says_whose_clock_it_is(self, timezone: str, locale: str, text: str) -> None:
        assert zoned_moment(datetime(2026, 11, 23, 11, 30, tzinfo=UTC), locale, timezone) == text


class TestPriceOfALine:
    @pytest.mark.parametrize(("locale", "words"), [("ru", "бесплатно"), ("en", "free of charge")])
    def test_says_what_nothing_means(self, locale: str, words: str) -> None:
        assert free_or_money(Money(0, "RUB"), locale) == words
        assert free_or_money(Money(1, "RUB"), locale) == money(Money(1, "RUB"), locale)
