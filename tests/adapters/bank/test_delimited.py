"""Tables of banks, whatever their headings and marks."""

import pytest

from studio_app.adapters.bank.delimited import guess, read_table
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat
from tests.adapters.bank import writers
from tests.adapters.bank.samples import DAY, ROUBLES, bare, changed, refusal


class TestCsv:
    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
    def test_finds_out_encoding_and_delimiter(self, mark: str, encoding: str) -> None:
        lines = [ROUBLES, changed(ROUBLES, amount=Money(-100, "RUB"))]
        statement = read_statement(writers.delimited(lines, mark=mark, encoding=encoding))
        assert statement.format is StatementFormat.CSV
        assert bare(statement.lines) == bare(lines)

    def test_the_code_page_of_dos(self) -> None:
        line = changed(ROUBLES, payer_name="ООО Ромашка", purpose="Оплата по счету 12")
        raw = writers.delimited([line], encoding="utf-8").decode().encode("cp866", "ignore")
        assert bare(read_statement(raw).lines) == bare([line])

    def test_one_column_with_a_sign_and_english_headings(self) -> None:
        raw = b"Date,Amount,Currency,Name,Description\n"
        raw += b'2026-11-20,"1,500.50",EUR,ACME GmbH,Invoice 12\n20/11/2026,-20,EUR,Bank,Fee\n'
        assert [(line.amount, line.booked_on) for line in read_statement(raw).lines] == [
            (Money(150_050, "EUR"), DAY),
            (Money(-2_000, "EUR"), DAY),
        ]

    @pytest.mark.parametrize(
        ("text", "kopecks"),
        [
            ("1 234,56", 123_456),
            ("1\u00a0234,5", 123_450),
            ("1.234,56", 123_456),
            ("1'234.56", 123_456),
            ("+7", 700),
            ("10 ₽", 1_000),
        ],
    )
    def test_amounts_as_banks_write_them(self, text: str, kopecks: int) -> None:
        raw = f"Дата;Сумма;Назначение\n20.11.2026;{text};Оплата\n".encode()
        assert read_statement(raw).lines[0].amount == Money(kopecks, "RUB")

    def test_columns_chosen_by_a_person(self) -> None:
        raw = "a;b;c\n20.11.2026;100,00;Счет 12\n".encode()
        assert refusal(raw).reason == "columns"
        statement = read_statement(raw, mapping=CsvMapping(date=0, amount=1, purpose=2))
        assert [(line.amount, line.purpose) for line in statement.lines] == [(Money(10_000, "RUB"), "Счет 12")]

    def test_totals_below_the_table_are_left_out(self) -> None:
        raw = "Дата;Сумма;Назначение\n20.11.2026;100,00;Счет 12\n;100,00;\nИтого;;\n".encode()
        assert len(read_statement(raw).lines) == 1

    def test_a_row_that_cannot_be_read_is_named(self) -> None:
        error = refusal("Дата;Сумма;Назначение\n20.11.2026;100,00;ok\n20.11.2026;сто;нет\n".encode())
        assert (error.reason, error.line, error.params["value"]) == ("amount", 3, "сто")

    def test_headings_are_told_apart(self) -> None:
        found = guess(["Дата", "Дата операции", "Сумма", "Назначение платежа", "Контрагент", "ИНН контрагента"])
        assert (found.date, found.amount, found.purpose, found.payer_name, found.payer_inn) == (1, 2, 3, 4, 5)

    def test_the_table_shows_its_headings(self) -> None:
        assert read_table("Письмо банка\nДата;Сумма\n20.11.2026;1\n".encode()).headings == ("Дата", "Сумма")
