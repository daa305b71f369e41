"""What a bank writes into a table in its own way is what is read: random movements through each habit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat, StatementLine
from tests.adapters.bank.samples import DAY, texts
from tests.adapters.bank.sheets import HABITS, OWN, Habit, write
from tests.histories import examples

EACH = pytest.mark.parametrize("habit", HABITS, ids=[one.name for one in HABITS])
WORDS = texts("abcdefgh ABC 12./-").map(lambda text: f"Acme {text} z")


def movements(habit: Habit) -> st.SearchStrategy[list[StatementLine]]:
    one = st.builds(
        StatementLine,
        position=st.just(0),
        booked_on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
        amount=st.integers(-(10**9), 10**9).filter(bool).map(lambda amount: Money(amount, habit.currency)),
        own_account=st.just(habit.own),
        payer_name=WORDS,
        payer_account=st.sampled_from(["DE02120300000000202051", "NL91ABNA0417164300"]),
        purpose=WORDS,
    )
    return st.lists(one, min_size=1, max_size=5)


class TestHabits:
    @EACH
    @examples(25)
    @given(data=st.data())
    def test_what_is_written_is_read(self, habit: Habit, data: st.DataObject) -> None:
        lines = data.draw(movements(habit))
        read = read_statement(write(habit, lines), currencies={"": habit.currency})
        assert read.format is StatementFormat.CSV
        assert len(read.lines) == len(lines)
        for one, line in zip(read.lines, lines, strict=True):
            for name in ("booked_on", "amount", "own_account", *habit.carries):
                assert getattr(one, name) == getattr(line, name), name

    @EACH
    def test_nothing_is_left_open_and_what_is_no_payment_is_named(self, habit: Habit) -> None:
        paid = StatementLine(0, DAY, Money(150_050, habit.currency), habit.own, "Acme", purpose="Invoice 12")
        lines = [paid, replace(paid, amount=Money(-2_000, habit.currency), payer_name="Bank", purpose="Fee for it")]
        read = read_statement(write(habit, lines), currencies={OWN: "EUR", "": habit.currency})
        assert [line.amount for line in read.lines] == [line.amount for line in lines]
        assert read.questions == ()
        assert {one.reason for one in read.left_out} <= {"total", "heading"}

    def test_totals_and_repeated_headings_are_named_by_their_lines(self) -> None:
        habit = next(one for one in HABITS if one.name == "headings_on_every_page")
        line = StatementLine(0, DAY, Money(100, "RUB"), "", "Acme", purpose="Invoice")
        left = read_statement(write(habit, [line, replace(line, purpose="Other")])).left_out
        assert [(one.line, one.reason) for one in left] == [(3, "heading"), (5, "total")]
