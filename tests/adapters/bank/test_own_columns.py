"""A table of a bank says on which account of ours the money moved, and in which currency."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.currencies import currency_in
from studio_app.adapters.bank.delimited import guess
from studio_app.adapters.bank.mapping import CsvMapping
from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement

ROUBLES = "40702810138250123017"
DOLLARS = "40702840138250123017"
IBAN = "DE89370400440532013000"
KNOWN = {
    "RUB": ("RUB", "rur", "643", "810", "руб.", "Рубль", "₽", "Российский рубль (RUB)", "RUB 643"),
    "EUR": ("EUR", "eur", "978", "€", "Евро", "978 EUR"),
    "USD": ("USD", "840", "$", "Доллар США"),
    "GBP": ("GBP", "£"),
}
NO_CURRENCY = ("XQZ", "Белорусский рубль", "доллары", "100", "EUR/USD", "Основной", "20.11.2026")
BANKS = {
    "sber": (["Дата", "Номер счета", "Сумма", "Валюта", "Назначение"], 1, 3),
    "a pair of accounts": (["Дата", "Счет плательщика", "Счет получателя", "Сумма", "Назначение"], 2, -1),
    "tinkoff": (["Дата операции", "Номер счета", "Сумма операции", "Валюта операции", "Сумма платежа"], 1, 3),
    "two currencies": (["Дата", "Расчётный счёт", "Валюта операции", "Валюта счета", "Сумма в валюте счета"], 1, 3),
    "numbered": (["Дата", "Р/с", "Код валюты", "Кредит", "Дебет", "Контрагент"], 1, 2),
    "sparkasse": (["Auftragskonto", "Buchungstag", "Valutadatum", "Kontonummer/IBAN", "Betrag", "Waehrung"], 0, 5),
    "volksbank": (["Bezeichnung Auftragskonto", "IBAN Auftragskonto", "Buchungstag", "Betrag", "Währung"], 1, 4),
    "rabobank": (["IBAN/BBAN", "Munt", "Date", "Amount", "Tegenrekening IBAN/BBAN"], 0, 1),
    "polish": (["Date", "Numer rachunku", "Amount", "Waluta"], 1, 3),
    "french": (["Date", "Numéro de compte", "Amount", "Devise"], 1, 3),
    "names that begin alike": (["Date", "Account owner", "Счет корреспондента", "Amount", "Valutadatum"], -1, -1),
}


def read(text: str, **chosen: Any) -> list[tuple[str, Money]]:
    return [(line.own_account, line.amount) for line in read_statement(text.encode(), **chosen).lines]


GERMAN = "DE89370400440532013000"


class TestHeadings:
    @pytest.mark.parametrize("bank", BANKS)
    def test_of_banks_are_recognised(self, bank: str) -> None:
        headings, account, currency = BANKS[bank]
        found = guess(headings)
        assert (found.own_account, found.currency) == (account, currency)

    @given(st.permutations(["Дата", "Номер счёта", "ВАЛЮТА", "Сумма", "Контрагент", "Счет контрагента", "Назначение"]))
    def test_are_found_in_any_order(self, headings: list[str]) -> None:
        found = guess(headings)
        assert headings[found.own_account] == "Номер счёта"
        assert headings[found.currency] == "ВАЛЮТА"
        assert headings[found.payer_account] == "Счет контрагента"


class TestCurrency:
    @pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in KNOWN.items() for text in texts])
    def test_is_read_as_banks_write_it(self, code: str, text: str) -> None:
        assert currency_in(f" {text} ", line=1) == code

    @pytest.mark.parametrize("text", NO_CURRENCY)
    def test_that_is_none_is_named_with_its_line(self, text: str) -> None:
        with pytest.raises(BadStatement) as raised:
            read(f"Дата;Сумма;Валюта;Назначение\n20.11.2026;1,00;;Аванс\n20.11.2026;1,00;{text};Аванс\n")
        assert (raised.value.reason, raised.value.line, raised.value.params["value"]) == ("currency", 3, text)

    def test_of_totals_below_the_table_is_not_looked_at(self) -> None:
        assert len(read("Дата;Сумма;Валюта;Назначение\n20.11.2026;1,00;RUB;Аванс\n;1,00;Итого;\n")) == 1

    @given(st.text(max_size=12))
    def test_is_a_code_or_refused_whatever_stands_there(self, text: str) -> None:
        found = ""
        with suppress(BadStatement):
            found = currency_in(text, line=1)
        assert found == "" or (len(found) == 3 and found.isupper())

    def test_may_stand_behind_the_amount(self) -> None:
        assert read("Date;Amount;Description\n2026-11-20;100,00 EUR;Invoice 12\n") == [("", Money(10_000, "EUR"))]

    def test_decides_how_many_digits_an_amount_has(self) -> None:
        assert read("Date;Amount;Currency\n2026-11-20;1500;JPY\n") == [("", Money(1_500, "JPY"))]


class TestBothSides:
    """A column of who pays and one of who is paid: ours may be either, row by row."""

    HEADINGS = pytest.mark.parametrize(
        "headings",
        [
            "Date;Details;Amount;CCY;Sender IBAN;Sender;Recipient IBAN;Recipient",
            "Дата;Назначение;Сумма;Валюта;Счет плательщика;Плательщик;Счет получателя;Получатель",
        ],
    )

    @HEADINGS
    @pytest.mark.parametrize("sign", ["-", ""])
    def test_tell_which_way_the_money_went(self, headings: str, sign: str) -> None:
        text = f"{headings}\n2026-03-10;Invoice;121,00;EUR;NL91ABNA0417164300;Acme;{GERMAN};We\n"
        text += f"2026-03-11;Rent;{sign}50,00;EUR;{GERMAN};We;BE68539007547034;Landlord\n"
        rows = read_statement(text.encode(), currencies={GERMAN: "EUR", "": "RUB"}).lines
        assert [(one.own_account, one.payer_account, one.payer_name, one.amount.amount) for one in rows] == [
            (GERMAN, "NL91ABNA0417164300", "Acme", 12_100),
            (GERMAN, "BE68539007547034", "", -5_000),
        ]

    @HEADINGS
    def test_of_nothing_but_what_went_out_take_it_for_no_income(self, headings: str) -> None:
        text = f"{headings}\n2026-03-11;Rent;50,00;EUR;{GERMAN};We;BE68539007547034;Landlord\n"
        (line,) = read_statement(text.encode(), currencies={GERMAN: "EUR", "": "RUB"}).lines
        assert (line.own_account, line.amount.amount) == (GERMAN, -5_000)


class TestStatus:
    @pytest.mark.parametrize("said", ["Pending", "DECLINED", "В обработке", "Отклонён", "vorgemerkt", "en attente"])
    def test_of_money_that_has_not_moved_is_waited_for(self, said: str) -> None:
        rows = f"2026-03-10;{said};1,00;EUR;x\n2026-03-10;ok;2,00;EUR;y\n"
        first, second = read_statement(f"Date;State;Amount;Currency;Details\n{rows}".encode()).lines
        assert (first.settled, second.settled) == (False, True)

    @pytest.mark.parametrize("said", ["", "COMPLETED", "Booked", "Исполнен", "Проведено", "gebucht"])
    def test_of_any_other_says_nothing_against_it(self, said: str) -> None:
        text = f"Дата;Статус;Сумма;Валюта;Назначение\n2026-03-10;{said};1,00;EUR;x\n"
        (line,) = read_statement(text.encode()).lines
        assert line.settled


class TestMissing:
    """What a table does not tell is told by the account, and by our own requisites where that says nothing."""

    def test_the_digits_of_a_russian_account_tell_the_currency(self) -> None:
        text = f"Дата;Счет;Сумма\n20.11.2026;{DOLLARS};1,00\n20.11.2026;{ROUBLES};1,00\n"
        assert [money.currency for _, money in read(text)] == ["USD", "RUB"]

    def test_the_requisites_tell_it_of_any_other(self) -> None:
        held = {IBAN: "EUR", "": "RUB"}
        text = f"Date;Account;Amount\n2026-11-20;{IBAN[:4]} {IBAN[4:]};1.00\n2026-11-20;;1.00\n"
        assert read(text, currencies=held) == [(IBAN, Money(100, "EUR")), ("", Money(100, "RUB"))]


class TestChosen:
    """Columns that no heading tells, chosen by a person: what is written is what is read."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from([ROUBLES, DOLLARS, IBAN, ""]),
                st.sampled_from(sorted(KNOWN)),
                st.integers(0, 8),
                st.integers(1, 10**9),
            ),
            min_size=1,
            max_size=5,
        ),
        st.permutations(["date", "amount", "own_account", "currency", "purpose"]),
    )
    def test_are_read_from_anywhere(self, rows: list[tuple[str, str, int, int]], order: list[str]) -> None:
        lines = [";".join("abcde")]
        for account, code, which, amount in rows:
            cells = {
                "date": f"{date(2026, 11, 20):%d.%m.%Y}",
                "amount": f"{amount // 100},{amount % 100:02d}",
                "own_account": account,
                "currency": KNOWN[code][which % len(KNOWN[code])],
                "purpose": "Аванс",
            }
            lines.append(";".join(cells[name] for name in order))
        mapping = CsvMapping().changed(**{name: at for at, name in enumerate(order)})
        assert read("\n".join(lines), mapping=mapping) == [
            (account, Money(amount, code)) for account, code, _, amount in rows
        ]

    def test_none_leaves_the_account_to_the_default_legal_entity(self) -> None:
        text = f"Дата;Счет;Сумма\n20.11.2026;{ROUBLES};1,00\n"
        mapping = guess(["Дата", "Счет", "Сумма"]).changed(own_account=-1)
        assert read(text, mapping=mapping) == [("", Money(100, "RUB"))]
