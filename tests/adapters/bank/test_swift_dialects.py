"""What a bank writes in its own way is what is read: random movements through each dialect of SWIFT."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat, StatementLine
from tests.adapters.bank.samples import DAY, refusal, texts
from tests.adapters.bank.swift_dialects import DIALECTS, PLAIN, Dialect, write
from tests.histories import examples

BANKS = pytest.mark.parametrize("dialect", DIALECTS, ids=[one.bank for one in DIALECTS])


def words(dialect: Dialect, most: int) -> st.SearchStrategy[str]:
    """Words of the bank's language and anything else that SWIFT allows; a word comes first."""
    plain = texts(PLAIN).map(lambda text: f"A{text}"[:most].strip())
    if not dialect.language:
        return plain
    spoken = st.lists(st.sampled_from(dialect.language), min_size=2, max_size=12).map(" ".join)
    return st.tuples(spoken, plain).map(lambda both: f"{both[0]} {both[1]}"[:most].strip())


def movements(dialect: Dialect) -> st.SearchStrategy[list[StatementLine]]:
    one = st.builds(
        StatementLine,
        position=st.just(0),
        booked_on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
        amount=st.integers(-(10**9), 10**9).filter(bool).map(lambda amount: Money(amount, dialect.currency)),
        own_account=st.just(dialect.own),
        payer_name=words(dialect, dialect.names),
        payer_account=st.sampled_from(dialect.payer_accounts),
        purpose=words(dialect, dialect.purposes),
        reference=st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=12).map(lambda text: f"R{text}"),
    )
    return st.lists(one, min_size=1, max_size=5)


def told(dialect: Dialect, line: StatementLine) -> StatementLine:
    """The line as far as the bank tells it."""
    lost = {name: "" for name in ("payer_name", "payer_account", "reference") if name not in dialect.carries}
    return replace(line, purpose=dialect.purpose(line), position=0, **lost)


def sample(dialect: Dialect) -> StatementLine:
    return StatementLine(
        0,
        DAY,
        Money(12_345, dialect.currency),
        dialect.own,
        payer_name="Acme Trading",
        payer_account=dialect.payer_accounts[0],
        purpose="Invoice 2026-0012 for the website",
        reference="R17",
    )


def squeezed(line: StatementLine) -> StatementLine:
    """Without blanks: a bank that cuts at a width does not tell whether a blank stood there."""
    return replace(line, position=0, purpose=line.purpose.replace(" ", ""), payer_name=line.payer_name.replace(" ", ""))


class TestDialects:
    def test_are_of_more_than_a_dozen_banks(self) -> None:
        assert len({one.bank for one in DIALECTS}) >= 16

    @BANKS
    def test_a_payment_of_an_invoice_is_read_to_the_letter(self, dialect: Dialect) -> None:
        statement = read_statement(write(dialect, [sample(dialect)]))
        (line,) = statement.lines
        assert statement.format is StatementFormat.MT940
        assert told(dialect, line if "payer_name" in dialect.carries else replace(line, payer_name="")).booked_on == DAY
        expected = told(dialect, sample(dialect))
        for name in ("amount", "own_account", "purpose", *sorted(dialect.carries)):
            assert getattr(line, name) == getattr(expected, name), name

    @BANKS
    @examples(40)
    @given(data=st.data())
    def test_what_is_written_is_read(self, dialect: Dialect, data: st.DataObject) -> None:
        lines = data.draw(movements(dialect))
        read = read_statement(write(dialect, lines)).lines
        assert len(read) == len(lines)
        for one, line in zip(read, lines, strict=True):
            expected = squeezed(told(dialect, line))
            for name in ("booked_on", "amount", "own_account", "purpose", *dialect.carries):
                assert getattr(squeezed(one), name) == getattr(expected, name), name

    @BANKS
    def test_a_movement_that_got_lost_does_not_pass_unseen(self, dialect: Dialect) -> None:
        lines = [sample(dialect), replace(sample(dialect), amount=Money(500, dialect.currency))]
        whole, less = write(dialect, lines), write(dialect, lines[:1])
        closing = whole[whole.index(b":62F:") :]
        assert refusal(less[: less.index(b":62F:")] + closing).reason == "does_not_add_up"
