"""Small files after the shape of what the world has sent: each stands for a kind of fault."""

from datetime import date
from pathlib import Path

import pytest

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import About, Answers, DateOrder, Statement, StatementLine
from tests.adapters.bank.samples import refusal

CASES = Path(__file__).parent / "cases"
GERMAN = "DE89370400440532013000"
DAY = date(2026, 3, 10)


def read(name: str, held: dict[str, str] | None = None, answers: Answers | None = None) -> Statement:
    return read_statement((CASES / name).read_bytes(), currencies=held, answers=answers or Answers())


def only(name: str, held: dict[str, str] | None = None) -> StatementLine:
    (line,) = read(name, held).lines
    return line


class TestPadded:
    @pytest.mark.parametrize(
        ("name", "amount", "day"),
        [
            ("m01_blank_entry_date.sta", Money(12_100, "EUR"), DAY),
            ("m03_blank_type_code.sta", Money(240_200, "HUF"), DAY),
            ("m05_padded_balance.sta", Money(12_100, "TRY"), DAY),
            ("c01_padded_amount.xml", Money(14_987, "EUR"), DAY),
        ],
    )
    def test_fields_are_read(self, name: str, amount: Money, day: date) -> None:
        line = only(name)
        assert (line.amount, line.booked_on, line.purpose) == (amount, day, "Invoice 2026-0012")

    def test_a_balance_without_its_day_is_one(self) -> None:
        raw = (CASES / "m03_blank_type_code.sta").read_bytes()
        assert raw.count(b":60F:C") == 1
        at = raw.index(b":60F:C") + len(b":60F:C")
        assert read_statement(raw[:at] + b"      " + raw[at + 6 :]).lines[0].amount == Money(240_200, "HUF")

    def test_a_blank_kind_leaves_the_reference(self) -> None:
        assert only("m03_blank_type_code.sta").reference == "X"


class TestDates:
    def test_a_30_february_gives_way_to_the_day_of_entry(self) -> None:
        assert only("m04_30_february.sta").booked_on == date(2026, 3, 1)

    def test_without_one_it_is_the_last_day_of_the_month(self) -> None:
        raw = (CASES / "m04_30_february.sta").read_bytes().replace(b":61:2602300301C", b":61:260230    C")
        assert read_statement(raw).lines[0].booked_on == date(2026, 2, 28)

    def test_a_value_date_of_no_calendar_gives_way_too(self) -> None:
        raw = (CASES / "m04_30_february.sta").read_bytes().replace(b":61:2602300301C", b":61:2604310504C")
        assert read_statement(raw).lines[0].booked_on == date(2026, 5, 4)

    @pytest.mark.parametrize("text", ["2026. 03. 10.", "10. 3. 2026", "10. 03. 26"])
    def test_points_with_blanks_are_points(self, text: str) -> None:
        raw = f"Dátum;Összeg;Deviza;Közlemény\n{text};121,00;HUF;Számla 12\n".encode()
        (line,) = read_statement(raw).lines
        assert (line.booked_on, line.amount) == (DAY, Money(12_100, "HUF"))

    def test_two_readings_are_asked_about_with_both_days_at_hand(self) -> None:
        name = "v04b_us_date_small_day.csv"
        (question,) = read(name).questions
        assert (question.about, question.said, question.choices) == (
            About.DATE_ORDER,
            "03/10/2026",
            (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST),
        )
        for order, day in (("day_first", date(2026, 10, 3)), ("month_first", DAY)):
            told = read(name, answers=Answers(date_order=order))
            assert ([line.booked_on for line in told.lines], told.questions) == ([day], ())

    @pytest.mark.parametrize(
        ("rows", "days"),
        [
            (("03/10/2026", "03/25/2026"), [date(2026, 3, 10), date(2026, 3, 25)]),
            (("03/10/2026", "25/10/2026"), [date(2026, 10, 3), date(2026, 10, 25)]),
            (("10/10/2026", "05/05/2026"), [date(2026, 10, 10), date(2026, 5, 5)]),
            (("03.10.2026", "04.10.2026"), [date(2026, 10, 3), date(2026, 10, 4)]),
            (("03-10-26", "03-25-26"), [date(2026, 3, 10), date(2026, 3, 25)]),
        ],
    )
    def test_the_whole_column_tells_the_order(self, rows: tuple[str, ...], days: list[date]) -> None:
        raw = "Date,Amount,Currency\n" + "".join(f"{row},1.00,USD\n" for row in rows)
        told = read_statement(raw.encode())
        assert ([line.booked_on for line in told.lines], told.questions) == (days, ())


class TestOwnAccount:
    def test_bank_code_and_number_make_a_german_iban(self) -> None:
        line = only("m06_german_account.sta")
        assert (line.own_account, line.payer_account, line.payer_name, line.purpose) == (
            GERMAN,
            "DE44500105175407324931",
            "Beispiel GmbH",
            "Rechnung 2026-0012",
        )

    def test_a_column_of_our_account_is_ours(self) -> None:
        line = only("v03_own_iban_column.csv", {GERMAN: "EUR", "": "RUB"})
        assert (line.own_account, line.payer_account, line.amount) == (GERMAN, "", Money(12_100, "EUR"))


class TestEncodings:
    def test_letters_of_western_europe_and_the_column_that_they_name(self) -> None:
        line = only("v01_cp1252_umlauts.csv")
        assert (line.payer_name, line.purpose, line.amount) == (
            "Jürgen Müller",
            "Rechnung 2026-0012 für März",
            Money(12_100, "EUR"),
        )

    def test_letters_in_subfields(self) -> None:
        line = only("m07_latin1_umlauts.sta")
        assert (line.payer_name, line.purpose) == ("Jürgen Müller & Söhne GmbH", "Rechnung 2026-0012 für März")


class TestTexts:
    def test_what_stands_under_no_known_mark_stays_the_purpose(self) -> None:
        line = only("m12_slash_lines_purpose_lost.sta")
        assert "Faktura 2026-0012//160309522-70100246004" in line.purpose
        assert (line.payer_name, line.payer_account) == ("PRIMER DOO SKOPJE Ul. Primer 1", "300000000000133")

    def test_the_one_it_is_paid_for_is_the_payer_where_no_other_is_named(self) -> None:
        assert only("c05_ultimate_debtor.xml").payer_name == "Example BV"

    @pytest.mark.parametrize("name", ["o01_only_date.txt", "o02_payer_number_comma_name.txt"])
    def test_number_and_name_of_a_payer_are_told_apart(self, name: str) -> None:
        line = only(name)
        assert (line.payer_inn, line.payer_name) == ("7707083893", 'ООО "Пример"')


class TestWhole:
    def test_entries_that_do_not_lead_to_the_balance_are_refused(self) -> None:
        error = refusal((CASES / "c07_entry_lost.xml").read_bytes())
        assert (error.reason, error.line) == ("does_not_add_up", 2)

    def test_and_taken_where_a_person_wants_them_with_a_note(self) -> None:
        told = read("c07_entry_lost.xml", answers=Answers(anyway=True))
        assert [line.amount for line in told.lines] == [Money(10_000, "EUR")]
        assert [(left.line, left.reason) for left in told.left_out] == [(2, "does_not_add_up")]

    def test_a_notification_is_read(self) -> None:
        line = only("c03_camt054.xml")
        assert (line.amount, line.payer_name, line.own_account) == (Money(14_987, "EUR"), "Example BV", GERMAN)

    def test_a_receipt_with_nothing_but_its_day_counts_where_the_file_never_tells_more(self) -> None:
        line = only("o01_only_date.txt")
        assert (line.settled, line.booked_on) == (True, DAY)
