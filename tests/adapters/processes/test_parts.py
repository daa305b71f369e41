"""What crosses between processes comes out as it went in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.in_process import OPEN_FILE, parts_of_file
from studio_app.adapters.processes.parts import InParts
from studio_app.adapters.tables.in_process import READ_TABLE, parts_of_table
from studio_app.adapters.tables.read import Table, read_table
from studio_app.core.money import Money
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine

words = st.text(st.characters(codec="utf-8"), max_size=20)
lines = st.builds(
    StatementLine,
    position=st.integers(1, 10**6),
    booked_on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    amount=st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(["RUB", "JPY"])),
    own_account=words,
    payer_name=words,
    purpose=words,
    settled=st.booleans(),
)


class TestInParts:
    @given(st.builds(Statement, st.sampled_from(StatementFormat), st.lists(lines, max_size=9).map(tuple)))
    def test_keeps_a_statement_as_it_is(self, statement: Statement) -> None:
        carrier = InParts(Statement, long="lines")
        assert carrier.whole(iter(list(carrier.split(statement)))) == statement

    @given(st.lists(st.tuples(st.integers(1, 10**6), st.lists(words, max_size=4).map(tuple)), max_size=500).map(tuple))
    def test_keeps_a_table_as_it_is(self, rows: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
        carrier, table = InParts(Table, long="rows"), Table(("name", "email"), rows, {"name": 0})
        assert carrier.whole(iter(list(carrier.split(table)))) == table


class TestEntries:
    def test_a_table_is_the_one_that_is_read_here(self) -> None:
        raw, names = "Имя;Почта\nАнна;a@b.example\n".encode("cp1251"), {"name": ["имя"], "email": ["почта"]}
        assert READ_TABLE.whole(iter(list(parts_of_table(raw, words=names, limit=9)))) == read_table(
            raw, names, limit=9
        )

    def test_a_bank_file_shows_its_columns_whether_or_not_it_can_be_read(self) -> None:
        raw = "Дата;Сумма;Назначение\n20.11.2026;100,00;Счёт 7\n".encode()
        good = OPEN_FILE.whole(iter(list(parts_of_file(raw, columns={}, currencies={}, answers={}))))
        assert good.statement is not None
        assert good.statement.lines[0].amount == Money(10_000, "RUB")
        bad = OPEN_FILE.whole(iter(list(parts_of_file(raw, columns={"amount": 2}, currencies={}, answers={}))))
        assert bad.problem is not None
        assert (bad.problem.reason, bad.problem.line) == ("amount", 2)
        for opened in (good, bad):
            assert opened.head is not None
            assert opened.head.headings == ("Дата", "Сумма", "Назначение")
            assert opened.head.first == ("20.11.2026", "100,00", "Счёт 7")
