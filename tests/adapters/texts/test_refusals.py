"""What an error says: both readings of an unclear amount are money of the reader's language, and can be typed so."""

import re

import pytest

from studio_app.adapters.texts.refusals import in_words
from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear, read_money, read_number


def asked(typed: str, currency: str, locale: str) -> str:
    with pytest.raises(Unclear) as unclear:
        read_money(typed, currency, field="amount")
    return in_words(unclear.value, locale)


class TestInWords:
    @pytest.mark.parametrize(
        ("typed", "currency", "locale", "first", "second"),
        [
            ("1000.505", "RUB", "ru", "1\u00a0000,51\u00a0₽", "1\u00a0000\u00a0505,00\u00a0₽"),
            ("1000.505", "RUB", "en", "1,000.51\u00a0₽", "1,000,505.00\u00a0₽"),
            ("11.000", "EUR", "en", "€11.00", "€11,000.00"),
            ("11,000", "JPY", "en", "¥11", "¥11,000"),
        ],
    )
    def test_asks_about_an_unclear_amount_in_money(
        self, typed: str, currency: str, locale: str, first: str, second: str
    ) -> None:
        said = asked(typed, currency, locale)
        assert first in said
        assert second in said

    @pytest.mark.parametrize("locale", ["ru", "en"])
    @pytest.mark.parametrize("currency", ["RUB", "EUR"])
    def test_offers_what_can_be_typed_as_it_stands(self, currency: str, locale: str) -> None:
        offered = re.findall(r"€?\d[\d.,\u00a0]*\d(?:\u00a0[₽€])?", asked("11.000", currency, locale))
        assert [read_money(one, currency, field="amount").amount for one in offered] == [1100, 1_100_000]

    def test_leaves_a_plain_number_plain(self) -> None:
        with pytest.raises(Unclear) as unclear:
            read_number("11.000", field="hours")
        assert "11000" in in_words(unclear.value, "en")

    def test_groups_the_numbers_of_any_error(self) -> None:
        assert "10,000" in in_words(Invalid(field="name", reason="too_long", maximum=10_000), "en")
