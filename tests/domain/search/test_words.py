"""Words as they are kept and asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.search.words import has_words, index_words, query_words


def found(kept: str, asked: str) -> bool:
    return has_words(index_words([kept]), query_words(asked))


class TestWords:
    @pytest.mark.parametrize(
        ("kept", "asked"),
        [
            ("Разработка сайтов", "разработку сайта"),
            ("Кофейня «Север»", "кофейни"),
            ("Ёлочные игрушки", "елочных"),
            ("Company websites", "website of companies".replace(" of", "")),
            ("Интернет-магазин", "магаз"),
            ("Интернет-магазин", "интернет-магазина"),
            ("ivan@example.com", "ivan@example.com"),
            ("+79161234567", "8 (916) 123-45-67"),
            ("+79161234567", "+7 916 123-45-67"),
            ("+79161234567", "9161234567"),
            ("+79161234567", "1234567"),
            ("+79161234567", "4567"),
            ("2026-0012", "2026-0012"),
            ("2026-0012", "0012"),
            ("СТ-2026-0012", "ст 0012"),
        ],
    )
    def test_find_what_people_mean(self, kept: str, asked: str) -> None:
        assert found(kept, asked)

    @pytest.mark.parametrize(
        ("kept", "asked"), [("Кофейня", "кофейня север"), ("Пекарня", "карня"), ("+79161234567", "9161234568")]
    )
    def test_do_not_find_anything_else(self, kept: str, asked: str) -> None:
        assert not found(kept, asked)

    @given(st.text(max_size=60))
    def test_find_every_text_by_itself(self, text: str) -> None:
        assert has_words(index_words([text]), query_words(text))

    @given(st.text(max_size=200))
    def test_are_letters_and_digits_only(self, text: str) -> None:
        assert all(word.isalnum() for word in query_words(text))
