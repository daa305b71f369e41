"""What the dashboard says beside its sums."""

import pytest

from studio_app.core.money import Money
from studio_app.domain.analytics.schemas import DealsBehind, Foreign
from studio_app.workspace.dashboard import words


class TestBeside:
    @pytest.mark.parametrize(
        ("locale", "deals", "said"),
        [
            ("en", 1, "and 1 deal for €3,400"),
            ("en", 2, "and 2 deals for €3,400"),
            ("ru", 1, "и 1 сделка на 3\u00a0400\u00a0€"),
            ("ru", 2, "и 2 сделки на 3\u00a0400\u00a0€"),
            ("ru", 5, "и 5 сделок на 3\u00a0400\u00a0€"),
        ],
    )
    def test_names_deals_and_sum(self, locale: str, deals: int, said: str) -> None:
        assert words.beside((Foreign(deals, Money(3_400_00, "EUR")),), locale) == [words.Beside("EUR", said)]

    def test_says_nothing_where_there_is_one_currency(self) -> None:
        assert words.beside((), "ru") == []


class TestSums:
    def test_add_nothing_up_across_currencies(self) -> None:
        found = DealsBehind(total=3, deals=(), sums=(Money(3_400_00, "EUR"), Money(1_200_00, "RUB")))
        assert words.sums(found, "en") == "€3,400 + 1,200\u00a0₽"
