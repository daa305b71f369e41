"""SWIFT statements, agreeing with another reader where that one loses no money."""

import string
from datetime import date
from decimal import Decimal

import mt940 as oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat
from tests.adapters.bank import writers
from tests.adapters.bank.samples import EUROS, bare, changed, refusal, texts


class TestMt940:
    def test_reads_german_subfields(self) -> None:
        out = changed(
            EUROS, amount=Money(-2_000, "EUR"), purpose="Fee for November of a rather long description, see list"
        )
        statement = read_statement(writers.mt940([EUROS, out]))
        assert statement.format is StatementFormat.MT940
        assert bare(statement.lines) == bare([EUROS, out])

    @given(
        st.lists(
            st.tuples(
                st.integers(-(10**9), 10**9).filter(bool),
                texts(string.ascii_letters + string.digits + "-/., "),
                st.dates(date(2020, 1, 1), date(2035, 12, 31)),
            ),
            min_size=1,
            max_size=8,
        )
    )
    @example([(1, "0", date(2032, 2, 29))])
    def test_sums_and_dates_agree_with_another_reader(self, drawn: list[tuple[int, str, date]]) -> None:
        lines = [
            changed(EUROS, amount=Money(amount, "EUR"), booked_on=day, purpose=text) for amount, text, day in drawn
        ]
        raw = writers.mt940(lines)
        read = read_statement(raw).lines
        theirs = oracle.parse(raw.decode())
        assert [(line.amount.major, line.booked_on) for line in read] == [
            (Decimal(item.data["amount"].amount), date(*item.data["entry_date"].timetuple()[:3])) for item in theirs
        ]
        assert bare(read) == bare(lines)

    def test_reads_a_purpose_with_slashed_names(self) -> None:
        raw = _mt940(
            ":86:/EREF/E1/CNTP/NL91ABNA0417164300/ABNANL2A/J. Jansen/Delft/REMI/USTD//Invoice 12-2026/TRCD/100/"
        )
        line = read_statement(raw).lines[0]
        assert (line.payer_name, line.payer_account, line.purpose, line.reference) == (
            "J. Jansen",
            "NL91ABNA0417164300",
            "Invoice 12-2026",
            "E1",
        )

    def test_reads_plain_text_with_a_tax_number(self) -> None:
        line = read_statement(_mt940(":86:OPLATA PO SCHETU 12\nINN 7736050003 OOO ROMASHKA")).lines[0]
        assert (line.purpose, line.payer_inn) == ("OPLATA PO SCHETU 12 INN 7736050003 OOO ROMASHKA", "7736050003")

    def test_a_reversal_goes_the_other_way(self) -> None:
        raw = (
            _mt940(":86:X")
            .replace(b"1120C100,00", b"1120RC100,00")
            .replace(b":62F:C261120EUR200,00", b":62F:C261120EUR0,00")
        )
        assert read_statement(raw).lines[0].amount == Money(-10_000, "EUR")

    def test_a_booking_at_the_turn_of_the_year(self) -> None:
        raw = _mt940(":86:X").replace(b":61:2611201120", b":61:2601021231")
        assert read_statement(raw).lines[0].booked_on == date(2025, 12, 31)

    @pytest.mark.parametrize(
        ("was", "now", "reason", "line"),
        [
            (b"C100,00NTRF", b"C1OO,00NTRF", "movement", 5),
            (b"261120", b"261320", "date", 5),
            (b":62F:C261120EUR200,00", b":62F:C261120EUR201,00", "does_not_add_up", 7),
            (b":62F:C261120EUR200,00\n", b"", "no_closing", 5),
            (b":60F:C261120EUR", b":60F:EUR", "balance", 4),
        ],
    )
    def test_a_broken_file_is_refused_where_a_lenient_reader_loses_money(
        self, was: bytes, now: bytes, reason: str, line: int
    ) -> None:
        error = refusal(_mt940(":86:X").replace(was, now))
        assert (error.reason, error.line) == (reason, line)


def _mt940(details: str) -> bytes:
    rows = [":20:S", f":25:{writers.IBAN}", ":28C:1/1", ":60F:C261120EUR100,00", ":61:2611201120C100,00NTRFNONREF"]
    return "\n".join([*rows, details, ":62F:C261120EUR200,00", "-", ""]).encode()
