"""Link tokens."""

import re

from studio_app.core.tokens import LinkTokens, token_hash


class TestLinkTokens:
    def test_the_link_can_be_shown_again(self) -> None:
        tokens = LinkTokens(b"key")
        nonce = tokens.new_nonce()
        assert tokens.derive(nonce) == LinkTokens(b"key").derive(nonce)

    def test_a_new_nonce_makes_another_link(self) -> None:
        tokens = LinkTokens(b"key")
        assert tokens.derive(tokens.new_nonce()) != tokens.derive(tokens.new_nonce())

    def test_another_key_makes_another_link(self) -> None:
        assert LinkTokens(b"key").derive("00") != LinkTokens(b"other").derive("00")

    def test_holds_at_least_128_bits_and_fits_a_path(self) -> None:
        token = LinkTokens(b"key").derive("00")
        assert len(token) * 6 >= 128
        assert re.fullmatch(r"[A-Za-z0-9_-]+", token)

    def test_what_is_stored_does_not_contain_the_token(self) -> None:
        token = LinkTokens(b"key").derive("00")
        assert token not in token_hash(token)
