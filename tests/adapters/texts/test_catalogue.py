"""Texts filled in: limits are grouped as every other number of the locale, and nothing else is touched."""

import pytest

from studio_app.adapters.texts.catalogue import MissingText, grouped, translate
from studio_app.adapters.texts.format import number

TOO_LONG = "error.invalid.too_long"


class TestTranslate:
    @pytest.mark.parametrize("locale", ["ru", "en"])
    @pytest.mark.parametrize("maximum", [200, 4000, 10_000, 1_000_000_000])
    def test_groups_a_limit_as_the_locale_does(self, locale: str, maximum: int) -> None:
        assert number(maximum, locale) in translate(locale, TOO_LONG, maximum=maximum)

    def test_leaves_a_number_that_is_a_name_as_it_is(self) -> None:
        assert grouped("en", {"number": 12345, "maximum": "12,5"}) == {"number": 12345, "maximum": "12,5"}

    def test_says_where_a_text_is_missing(self) -> None:
        with pytest.raises(MissingText, match=r"nowhere\.at_all has no text in studio_app/locales/en"):
            translate("en-GB", "nowhere.at_all")
