"""Addresses that somebody else has written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.web_address import split


class TestSplit:
    def test_takes_an_address_apart(self) -> None:
        assert split("https://studio.example:8443/a?b=c").netloc == "studio.example:8443"

    @pytest.mark.parametrize("text", ["http://[", "http://[::1", "http://[nonsense]/"])
    def test_finds_nothing_in_what_is_none(self, text: str) -> None:
        assert split(text).netloc == ""

    @given(st.text(max_size=40))
    def test_never_fails(self, text: str) -> None:
        split(text)
        split(f"http://{text}")
