"""Foreign text in a log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.printable import LIMIT, printable


class TestPrintable:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Анна & Co — 12 ₽", "Анна & Co — 12 ₽"),
            ("one\n2026-11-29 ERROR forged", "one\\n2026-11-29 ERROR forged"),
            ("\r\x1b[31mred\x1b[0m", "\\r\\x1b[31mred\\x1b[0m"),
            ("a\u202egnp.exe", "a\\u202egnp.exe"),
            ("a\u2028b\u0085c\x00", "a\\u2028b\\x85c\\x00"),
            ("\\n", "\\\\n"),
            ("\ud800", "\\ud800"),
            (5, "5"),
        ],
    )
    def test_shows_what_is_there(self, text: object, shown: str) -> None:
        assert printable(text) == shown

    @given(st.text(max_size=2 * LIMIT))
    def test_is_one_printable_line_of_limited_length(self, text: str) -> None:
        shown = printable(text)
        assert shown.isprintable()
        assert len(shown.splitlines()) <= 1
        assert len(shown) <= LIMIT + len(f"… ({len(text)} characters)")
        shown.encode()

    def test_says_how_much_it_left_out(self) -> None:
        assert printable("x" * 1_000_000).endswith("x… (1000000 characters)")
