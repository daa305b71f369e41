"""Addresses as strangers may read them."""

import pytest

from studio_app.adapters.texts.masking import masked


class TestMasked:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("maria@example.com", "m•••a@example.com"),
            ("ab@example.com", "a•••@example.com"),
            ("+79161234567", "+7 ••• 67"),
            ("12345", "•••"),
            ("", "•••"),
        ],
    )
    def test_shows_no_more_than_its_owner_needs(self, address: str, shown: str) -> None:
        assert masked(address) == shown
