"""Whatever a file holds, reading ends in lines or in a reason."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import READERS, read_statement
from studio_app.domain.statements.lines import BadStatement
from tests.adapters.bank.samples import refusal

HEADS = (b"", b"1CClientBankExchange\r\n", b"<?xml ", b":20:X\r\n:25:1\r\n", b"a;b\n")
"""How files of each format begin."""


class TestFormats:
    def test_are_each_told_by_how_they_begin(self) -> None:
        assert [is_it.__name__ for is_it, _ in READERS if not any(is_it(head) for head in HEADS)] == []


class TestAnything:
    def test_an_empty_file_is_refused(self) -> None:
        assert refusal(b" \r\n").reason == "empty"

    def test_a_picture_is_refused(self) -> None:
        assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").reason == "unknown"

    def test_a_file_beyond_the_limit_is_refused(self) -> None:
        assert refusal(b"x" * (10 * 1024 * 1024 + 1)).reason == "too_large"

    @given(st.binary(max_size=400), st.sampled_from(HEADS))
    def test_no_bytes_break_a_reader(self, raw: bytes, head: bytes) -> None:
        with suppress(BadStatement):
            assert read_statement(head + raw).lines  # by accident it may be a table
