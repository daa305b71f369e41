"""The order in which people look words up."""

import pytest

from studio_app.core.alphabet import alphabetical


class TestAlphabetical:
    def test_follows_the_russian_alphabet_whatever_the_case(self) -> None:
        names = ["ёлка", "Яблоко", "Ель", "йод", "Абрикос", "Игла", "абажур", "Каша", "Ежевика"]
        ordered = ["абажур", "Абрикос", "Ежевика", "ёлка", "Ель", "Игла", "йод", "Каша", "Яблоко"]
        assert sorted(names, key=alphabetical) == ordered

    def test_follows_the_latin_alphabet_whatever_the_accents(self) -> None:
        assert sorted(["Zebra", "école", "apple", "Edge"], key=alphabetical) == ["apple", "école", "Edge", "Zebra"]

    @pytest.mark.parametrize("name", ["«Ромашка»", '"ромашка"', "  РОМАШКА ", "Ромашка!"])
    def test_knows_a_word_in_quotes(self, name: str) -> None:
        assert alphabetical(name) == "ромашка"

    def test_knows_a_letter_written_as_two(self) -> None:
        assert alphabetical("и\u0306од") == alphabetical("йод")

    def test_of_signs_alone_is_empty(self) -> None:
        assert alphabetical("«—»") == ""

    def test_is_never_longer_than_its_column(self) -> None:
        assert len(alphabetical("ﬃ" * 200)) == 120
