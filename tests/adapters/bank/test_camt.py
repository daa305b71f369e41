"""ISO 20022 statements, old versions and new."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat
from tests.adapters.bank import writers
from tests.adapters.bank.samples import EUROS, bare, changed, refusal, texts

PART = "<TxDtls><Amt Ccy='EUR'>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>Invoice {}</Ustrd></RmtInf></TxDtls>"


class TestCamt:
    @pytest.mark.parametrize("version", ["02", "08"])
    def test_reads_old_and_new_versions(self, version: str) -> None:
        statement = read_statement(writers.camt([EUROS, changed(EUROS, amount=Money(-2_000, "EUR"))], version=version))
        assert statement.format is StatementFormat.CAMT
        assert bare(statement.lines) == bare([EUROS, changed(EUROS, amount=Money(-2_000, "EUR"))])

    @given(
        st.lists(
            st.tuples(
                st.integers(-(10**10), 10**10).filter(bool),
                texts(string.ascii_letters + "<&>\"'äöü№ "),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_what_is_written_is_read(self, drawn: list[tuple[int, str]]) -> None:
        lines = [changed(EUROS, amount=Money(amount, "EUR"), purpose=purpose) for amount, purpose in drawn]
        assert bare(read_statement(writers.camt(lines)).lines) == bare(lines)

    def test_what_is_only_pending_is_not_settled(self) -> None:
        raw = writers.camt([EUROS]).replace(b"BOOK", b"PDNG")
        assert not read_statement(raw).lines[0].settled

    def test_a_collected_entry_is_taken_apart_where_its_parts_add_up(self) -> None:
        raw = _collected(PART.format("1000.50", 1) + PART.format("500.00", 2))
        assert [(line.amount.amount, line.purpose) for line in read_statement(raw).lines] == [
            (100_050, "Invoice 1"),
            (50_000, "Invoice 2"),
        ]

    def test_a_collected_entry_stays_whole_where_they_do_not(self) -> None:
        raw = _collected(PART.format("1000.50", 1) + PART.format("5.00", 2))
        assert [(line.amount.amount, line.purpose) for line in read_statement(raw).lines] == [
            (150_050, "Invoice 1 Invoice 2")
        ]

    def test_a_russian_account_and_a_structured_reference(self) -> None:
        raw = writers.camt([EUROS])
        raw = raw.replace(f"<IBAN>{writers.IBAN}</IBAN>".encode(), f"<Othr><Id>{writers.OWN}</Id></Othr>".encode())
        raw = raw.replace(
            b"<Ustrd>Invoice 2026-0012 Website &amp; Design</Ustrd>",
            b"<Strd><RfrdDocInf><Nb>2026-0012</Nb></RfrdDocInf></Strd>",
        )
        line = read_statement(raw).lines[0]
        assert (line.own_account, line.purpose) == (writers.OWN, "Invoice 2026-0012")

    def test_a_document_type_is_refused_before_its_entities_are_read(self) -> None:
        raw = writers.camt([EUROS]).replace(
            b"<Document", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<Document', 1
        )
        assert refusal(raw).reason == "doctype"

    @pytest.mark.parametrize(
        ("was", "now", "reason"),
        [
            (b"</Ntry>", b"", "xml"),
            (b">1500.50<", b">15OO.50<", "amount"),
            (b"CRDT", b"IN", "direction"),
            (b"2026-11-20</Dt>", b"2026-13-20</Dt>", "date"),
            (b"BkToCstmrStmt", b"PmtRtr", "not_camt"),
        ],
    )
    def test_a_broken_file_is_refused(self, was: bytes, now: bytes, reason: str) -> None:
        error = refusal(writers.camt([EUROS]).replace(was, now))
        assert error.reason == reason
        assert error.line > 0


def _collected(parts: str) -> bytes:
    raw = writers.camt([EUROS]).decode()
    start, end = raw.index("<TxDtls>"), raw.index("</TxDtls>") + len("</TxDtls>")
    return (raw[:start] + parts + raw[end:]).encode()
