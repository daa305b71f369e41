"""Amounts in words agree with their currency, in gender and number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from studio_app.adapters.bank.currencies import FREQUENT
from studio_app.adapters.texts.amount_words import amount_in_words
from studio_app.adapters.texts.currency_names import NAMES
from studio_app.core.money import Money, exponent

codes = st.sampled_from(sorted(NAMES))
amounts = st.integers(0, 10**14)


class TestAmountInWords:
    @pytest.mark.parametrize(
        ("amount", "currency", "words"),
        [
            (1_000_000_00, "UAH", "Один миллион гривен 00 копеек"),
            (2_000_000_00, "UAH", "Два миллиона гривен 00 копеек"),
            (1_001_00, "UAH", "Одна тысяча одна гривна 00 копеек"),
            (1_000_002_02, "UAH", "Один миллион две гривны 02 копейки"),
            (21_21, "UAH", "Двадцать одна гривна 21 копейка"),
            (11_11, "UAH", "Одиннадцать гривен 11 копеек"),
            (2_00, "PLN", "Два польских злотых 00 грошей"),
            (22_00, "CZK", "Двадцать две чешские кроны 00 геллеров"),
            (1_000_000_000_00, "TRY", "Один миллиард турецких лир 00 курушей"),
            (1_01, "BYN", "Один белорусский рубль 01 копейка"),
            (1, "JPY", "Одна японская иена"),
            (1_002, "KWD", "Один кувейтский динар 002 филса"),
            (0, "RUB", "Ноль рублей 00 копеек"),
            (-5_00, "RUB", "Минус пять рублей 00 копеек"),
        ],
    )
    def test_agrees_in_russian(self, amount: int, currency: str, words: str) -> None:
        assert amount_in_words(Money(amount, currency), "ru") == words

    @given(amount=amounts, currency=codes)
    def test_thousands_and_more_never_take_the_gender_of_the_currency(self, amount: int, currency: str) -> None:
        words = f" {amount_in_words(Money(amount, currency), 'ru').lower()} "
        for large in ("миллион", "миллиард", "триллион"):
            assert f" одна {large} " not in words
            assert f" две {large}а " not in words
        assert " один тысяча " not in words
        assert " два тысячи " not in words

    @given(amount=amounts, currency=codes)
    def test_the_last_word_of_the_number_agrees_with_the_currency(self, amount: int, currency: str) -> None:
        whole = amount // 10 ** exponent(currency)
        names = NAMES[currency]
        words = amount_in_words(Money(amount, currency), "ru").lower()
        if whole % 10 == 1 and whole % 100 != 11:
            one = {"m": "один", "f": "одна", "n": "одно"}[names.gender]
            assert f"{one} {names.ru[0].lower()}" in words
        elif whole % 10 == 2 and whole % 100 != 12:
            assert f"{'две' if names.gender == 'f' else 'два'} {names.ru[1].lower()}" in words

    @given(amount=amounts)
    def test_roubles_are_as_the_library_writes_them(self, amount: int) -> None:
        told = num2words(Decimal(amount) / 100, to="currency", lang="ru", currency="RUB")
        words = amount_in_words(Money(amount, "RUB"), "ru").lower()
        assert words.split(" рубл")[0] == told.split(" рубл")[0]

    @given(amount=amounts, currency=codes, locale=st.sampled_from(["ru", "en"]))
    def test_no_hundredth_is_lost(self, amount: int, currency: str, locale: str) -> None:
        digits = exponent(currency)
        words = amount_in_words(Money(amount, currency), locale)
        told = "".join(filter(str.isdigit, words))
        assert told == (f"{amount % 10**digits:0{digits}d}" if digits else "")

    def test_every_currency_of_bank_files_has_its_words(self) -> None:
        assert set(FREQUENT) <= set(NAMES)
