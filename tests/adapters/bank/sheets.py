"""Tables as banks of many countries write them, for tests alone: twelve habits, as CSV or as a workbook."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementLine

OWN = "DE89370400440532013000"
_EPOCH = 693_594  # the ordinal of day 0 of spreadsheets


@dataclass(frozen=True)
class Habit:
    """`rows` makes the cells of a whole file; `carries` are the fields of a line that its columns tell."""

    name: str
    rows: Callable[[Sequence[StatementLine]], list[list[Any]]]
    currency: str = "EUR"
    mark: str = ";"
    encoding: str = "utf-8"
    workbook: bool = False
    carries: tuple[str, ...] = ("payer_name", "purpose")
    own: str = ""  # the account that the file names


def write(habit: Habit, lines: Sequence[StatementLine]) -> bytes:
    """The file of a bank with that habit."""
    rows = habit.rows(lines)
    if habit.workbook:
        book, out = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]  a new workbook has a sheet
        book.save(out)
        return out.getvalue()
    return "\r\n".join(habit.mark.join(_quoted(str(cell), habit.mark) for cell in row) for row in rows).encode(
        habit.encoding
    )


def _quoted(cell: str, mark: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if mark in cell or '"' in cell else cell


def _comma(money: Money, groups: str = "") -> str:
    whole, cents = divmod(abs(money.amount), 100)
    text = f"{whole:,}".replace(",", groups)
    return f"{'-' if money.amount < 0 else ''}{text},{cents:02d}"


def _point(money: Money, groups: str = "") -> str:
    return _comma(money, "\0").replace(",", ".").replace("\0", groups)


def _day(line: StatementLine, pattern: str = "%d.%m.%Y") -> str:
    return line.booked_on.strftime(pattern)


def _sparkasse(lines: Sequence[StatementLine]) -> list[list[Any]]:
    head = ["Auftragskonto", "Buchungstag", "Verwendungszweck", "Name", "Kontonummer/IBAN", "Betrag", "Währung"]
    return [head, *([OWN, _day(x, "%d.%m.%y"), x.purpose, x.payer_name, x.payer_account, _comma(x.amount, "."), "EUR"]
                    for x in lines)]  # fmt: skip


def _preamble(lines: Sequence[StatementLine]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Kontoumsätze"], [f"IBAN: {OWN}"], ["Währung: EUR"], []]
    rows.append(["Buchungstag", "Name", "Verwendungszweck", "Soll", "Haben"])
    for x in lines:
        out, into = (_comma(x.amount).lstrip("-"), "") if x.amount.amount < 0 else ("", _comma(x.amount))
        rows.append([_day(x), x.payer_name, x.purpose, out, into])
    return [*rows, ["Endsaldo", "", "", "", _comma(Money(1_000_000, "EUR"), ".")]]


def _sign_beside(lines: Sequence[StatementLine]) -> list[list[Any]]:
    head = ["Datum", "Naam / Omschrijving", "Rekening", "Tegenrekening", "Af Bij", "Bedrag (EUR)", "Mededelingen"]
    return [head, *([_day(x, "%Y%m%d"), x.payer_name, OWN, x.payer_account, "Bij" if x.amount.amount > 0 else "Af",
                     _comma(x.amount).lstrip("-"), x.purpose] for x in lines)]  # fmt: skip


def _merged(lines: Sequence[StatementLine]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Выписка по счету"], []]
    rows.append(["Дата операции", "Контрагент", "Оборот, руб.", "", "Назначение платежа"])
    rows.append(["", "", "Дебет", "Кредит", ""])
    rows.append(["1", "2", "3", "4", "5"])
    for x in lines:
        out, into = (_comma(x.amount, " ").lstrip("-"), "") if x.amount.amount < 0 else ("", _comma(x.amount, " "))
        rows.append([_day(x), x.payer_name, out, into, x.purpose])
    return [*rows, ["Итого", "", "0,00", "0,00", ""]]


def _two_lines(lines: Sequence[StatementLine]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Date", "Amount", "Currency", "Payer", "Description"]]
    for x in lines:
        first, _, rest = x.purpose.partition(" ")
        rows.append([_day(x, "%Y-%m-%d"), _point(x.amount), x.amount.currency, x.payer_name, first])
        if rest:
            rows.append(["", "", "", "", rest])
    return rows


def _currency_above(lines: Sequence[StatementLine]) -> list[list[Any]]:
    head = ["Date", "Payer name", "Details", "Amount (EUR)", "Balance (EUR)"]
    return [head, *([_day(x, "%Y-%m-%d"), x.payer_name, x.purpose, _point(x.amount, ","), "1.00"] for x in lines)]


def _behind(lines: Sequence[StatementLine]) -> list[list[Any]]:
    def amount(money: Money) -> str:
        return f"{_comma(money, '.').lstrip('-')}{'-' if money.amount < 0 else ''} EUR"

    head = ["Buchungstag", "Verwendungszweck", "Name", "Betrag"]
    return [head, *([_day(x), x.purpose, x.payer_name, amount(x.amount)] for x in lines)]


def _brackets(lines: Sequence[StatementLine]) -> list[list[Any]]:
    def amount(money: Money) -> str:
        text = "$" + _point(money, ",").lstrip("-")
        return f"({text})" if money.amount < 0 else text

    head = ["Transaction Date", "Description", "Name", "Amount", "Currency"]
    return [head, *([_day(x, "%b %d, %Y"), x.purpose, x.payer_name, amount(x.amount), "USD"] for x in lines)]


def _numbers(lines: Sequence[StatementLine]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Report", None], [None], ["Date", "Amount", "Currency", "Name", "Description"]]
    for x in lines:
        serial = x.booked_on.toordinal() - _EPOCH
        rows.append([serial, x.amount.amount / 100, x.amount.currency, x.payer_name, x.purpose])
    return rows


def _days_of_excel(lines: Sequence[StatementLine]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Дата", "Сумма", "Валюта", "Контрагент", "Назначение"]]
    return [*rows, *([x.booked_on, x.amount.amount / 100, "руб.", x.payer_name, x.purpose] for x in lines)]


def _polish(lines: Sequence[StatementLine]) -> list[list[Any]]:
    head = ["Data operacji", "Opis operacji", "Nadawca", "Kwota", "Waluta", "Saldo po operacji"]
    return [head, *([_day(x, "%Y-%m-%d"), x.purpose, x.payer_name, _comma(x.amount, " "), "PLN", "1,00"]
                    for x in lines)]  # fmt: skip


def _pages(lines: Sequence[StatementLine]) -> list[list[Any]]:
    head = ["Дата", "Кредит", "Дебет", "Плательщик", "Основание"]
    rows: list[list[Any]] = []
    for x in lines:
        out, into = (_comma(x.amount).lstrip("-"), "") if x.amount.amount < 0 else ("", _comma(x.amount))
        rows += [head, [_day(x, "%d.%m.%Y 12:30:00"), into, out, x.payer_name, x.purpose]]
    return [*rows, ["Исходящий остаток", "100,00", "", "", ""]]


HABITS = (
    Habit("sparkasse", _sparkasse, encoding="cp1252", carries=("payer_name", "purpose", "payer_account"), own=OWN),
    Habit("preamble_and_total", _preamble, own=OWN),
    Habit("sign_in_a_column", _sign_beside, mark=",", carries=("payer_name", "purpose", "payer_account"), own=OWN),
    Habit("merged_headings", _merged, currency="RUB", encoding="cp1251"),
    Habit("records_of_two_lines", _two_lines),
    Habit("currency_in_the_heading", _currency_above, mark="\t"),
    Habit("sign_and_currency_behind", _behind),
    Habit("brackets_and_names_of_months", _brackets, currency="USD", mark=","),
    Habit("days_as_numbers", _numbers, workbook=True),
    Habit("days_of_a_workbook", _days_of_excel, currency="RUB", workbook=True),
    Habit("polish", _polish, currency="PLN", encoding="cp1250"),
    Habit("headings_on_every_page", _pages, currency="RUB", encoding="cp866"),
)
