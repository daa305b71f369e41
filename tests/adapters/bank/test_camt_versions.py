"""All versions of camt.052, 053 and 054 that banks send: old structures and new."""

import re
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import Answers, StatementFormat
from tests.adapters.bank import writers
from tests.adapters.bank.samples import EUROS, bare, refusal, texts
from tests.histories import examples

VERSIONS = [f"{number:02d}" for number in range(2, 14)]
EVERY = pytest.mark.parametrize(
    ("kind", "version"), [(kind, one) for kind in ("052", "053", "054") for one in VERSIONS]
)


class TestVersions:
    @EVERY
    def test_are_read(self, kind: str, version: str) -> None:
        lines = [EUROS, replace(EUROS, amount=Money(-2_000, "EUR"), reference="REF18")]
        statement = read_statement(writers.camt(lines, kind=kind, version=version, balances=kind != "054"))
        assert statement.format is StatementFormat.CAMT
        assert bare(statement.lines) == bare(lines)

    @pytest.mark.parametrize("kind", ["052", "053", "054"])
    @examples(30)
    @given(
        drawn=st.lists(
            st.tuples(st.integers(-(10**10), 10**10).filter(bool), texts(string.ascii_letters + "<&>\"'äöü№ ")),
            min_size=1,
            max_size=6,
        ),
        version=st.sampled_from(VERSIONS),
    )
    def test_what_is_written_is_read(self, kind: str, drawn: list[tuple[int, str]], version: str) -> None:
        lines = [replace(EUROS, amount=Money(amount, "EUR"), purpose=text) for amount, text in drawn]
        raw = writers.camt(lines, kind=kind, version=version, balances=kind != "054", summary=True)
        assert bare(read_statement(raw).lines) == bare(lines)

    @pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "iso-8859-15", "utf-16"])
    def test_a_declared_encoding_is_believed(self, encoding: str) -> None:
        line = replace(EUROS, payer_name="Jürgen Müller", purpose="Rechnung für März")
        text = writers.camt([line]).decode().replace("UTF-8", encoding)
        assert bare(read_statement(text.encode(encoding)).lines) == bare([line])

    def test_a_wrongly_declared_one_is_found_out(self) -> None:
        line = replace(EUROS, payer_name="Jürgen Müller", purpose="Rechnung für März, Größe L")
        raw = writers.camt([line]).decode().encode("cp1252")
        assert bare(read_statement(raw).lines) == bare([line])

    def test_blanks_before_the_declaration_do_no_harm(self) -> None:
        assert bare(read_statement(b"\r\n " + writers.camt([EUROS])).lines) == bare([EUROS])

    def test_names_with_a_prefix_are_names(self) -> None:
        raw = writers.camt([EUROS]).decode().replace("xmlns=", "xmlns:n=")
        raw = re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", raw)
        assert bare(read_statement(raw.encode()).lines) == bare([EUROS])


class TestTotals:
    def test_an_entry_that_got_lost_is_missed_by_the_balance(self) -> None:
        lines = [EUROS, replace(EUROS, amount=Money(500, "EUR"))]
        whole = writers.camt(lines, balances=True).decode()
        begins, ends = whole.rindex("<Ntry>"), whole.rindex("</Ntry>") + len("</Ntry>")
        assert refusal((whole[:begins] + whole[ends:]).encode()).reason == "does_not_add_up"

    @pytest.mark.parametrize("kind", ["052", "053", "054"])
    def test_and_by_the_sums(self, kind: str) -> None:
        lines = [EUROS, replace(EUROS, amount=Money(500, "EUR"))]
        whole = writers.camt(lines, kind=kind, summary=True).decode()
        begins, ends = whole.rindex("<Ntry>"), whole.rindex("</Ntry>") + len("</Ntry>")
        less = (whole[:begins] + whole[ends:]).encode()
        assert refusal(less).reason == "does_not_add_up"
        assert len(read_statement(less, answers=Answers(anyway=True)).lines) == 1

    def test_what_is_pending_moves_no_balance(self) -> None:
        raw = writers.camt([EUROS, replace(EUROS, amount=Money(500, "EUR"))], balances=True, booked=1)
        assert [line.settled for line in read_statement(raw).lines] == [True, False]


class TestOtherXml:
    def test_is_named(self) -> None:
        error = refusal(
            b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/>'
            b"</Document>"
        )
        assert (error.reason, error.params["value"]) == ("not_camt", "pain.001.001.03")
