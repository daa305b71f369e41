"""Whole numbers as machines write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.digits import LARGEST, whole


class TestWhole:
    @given(st.integers(min_value=0, max_value=LARGEST))
    def test_reads_what_our_databases_hold(self, number: int) -> None:
        assert whole(str(number)) == number

    @given(st.text(max_size=30))
    def test_is_a_number_or_none(self, text: str) -> None:
        found = whole(text)
        assert found is None or 0 <= found <= LARGEST

    @pytest.mark.parametrize(
        "text", ["", "-1", "+1", " 1", "1_000", "1.0", "²", "٣", "１２", "9" * 400, "9" * 5000, str(LARGEST + 1)]
    )
    def test_refuses_anything_else(self, text: str) -> None:
        assert whole(text) is None

    def test_refuses_more_than_it_may_be(self) -> None:
        assert (whole("30", at_most=30), whole("31", at_most=30), whole("031", at_most=30)) == (30, None, None)
