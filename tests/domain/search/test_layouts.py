"""The same keys on the other keyboard."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.search.layouts import other_layout

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


class TestOtherLayout:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ghjdthrf", "проверка"),
            ("Ghjdthrf", "Проверка"),
            ("ыегвшщ", "studio"),
            ("[kt,", "хлеб"),
            (";`knsq 'nf; .u", "жёлтый этаж юг"),
            ("<J:", "БОЖ"),
            ("2026-0012", "2026-0012"),
        ],
    )
    def test_reads_the_same_keys(self, typed: str, meant: str) -> None:
        assert other_layout(typed) == meant

    @given(st.text(alphabet=RUSSIAN + RUSSIAN.upper() + string.printable) | st.text())
    def test_leads_there_and_back(self, text: str) -> None:
        assert other_layout(other_layout(text)) == text

    @given(st.text(alphabet=RUSSIAN + RUSSIAN.upper(), min_size=1))
    def test_has_a_key_for_each_russian_letter(self, text: str) -> None:
        assert other_layout(text).isascii()

    @given(st.text(alphabet=string.ascii_letters, min_size=1))
    def test_has_a_russian_letter_for_each_latin_one(self, text: str) -> None:
        typed = other_layout(text)
        assert set(typed.lower()) <= set(RUSSIAN)
        assert [one.isupper() for one in typed] == [one.isupper() for one in text]
