"""Every format, in every encoding that banks use, read into the same lines."""

import dataclasses
import string
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import mt940 as oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio_app.adapters.bank.delimited import CsvMapping, guess, read_table
from studio_app.adapters.bank.read import read_statement
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, StatementFormat, StatementLine
from tests.adapters.bank import writers

DAY = date(2026, 11, 20)
PART = "<TxDtls><Amt Ccy='EUR'>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>Invoice {}</Ustrd></RmtInf></TxDtls>"
PAYER = "40702810500000012345"
PAYER_IBAN = "DE02120300000000202051"
ROUBLES = StatementLine(
    position=0,
    booked_on=DAY,
    amount=Money(12_345_050, "RUB"),
    own_account=writers.OWN,
    payer_name="ООО «Ромашка»",
    payer_inn="7736050003",
    payer_account=PAYER,
    purpose="Оплата по счёту № 2026-0012 от 18.11.2026 за сайт = дизайн; НДС не облагается",
    reference="17",
)
EUROS = StatementLine(
    position=0,
    booked_on=DAY,
    amount=Money(150_050, "EUR"),
    own_account=writers.IBAN,
    payer_name="ACME GmbH",
    payer_account=PAYER_IBAN,
    purpose="Invoice 2026-0012 Website & Design",
    reference="REF17",
)


def _texts(letters: str) -> st.SearchStrategy[str]:
    """Texts as they are after reading: single blanks inside, none around."""
    return st.text(letters, min_size=1, max_size=150).map(lambda text: " ".join(text.split())).filter(bool)


def bare(lines: Sequence[StatementLine]) -> list[tuple[object, ...]]:
    """The lines without their places in the file."""
    return [tuple(value for name, value in dataclasses.asdict(line).items() if name != "position") for line in lines]


def refusal(raw: bytes) -> BadStatement:
    with pytest.raises(BadStatement) as caught:
        read_statement(raw)
    for locale in ("ru", "en"):
        assert translate(locale, caught.value.message_key, **caught.value.params)
    return caught.value


class TestOneC:
    @pytest.mark.parametrize("encoding", ["cp1251", "cp866", "utf-8"])
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_reads_every_encoding_and_line_end(self, encoding: str, end: str) -> None:
        # the quotation marks of print do not exist in the code page of DOS
        line = _with(ROUBLES, payer_name='ООО "Ромашка"')
        text = writers.one_c([line], encoding="cp1251").decode("cp1251").replace("№", "N").replace("\r\n", end)
        statement = read_statement(text.encode(encoding))
        assert statement.format is StatementFormat.ONE_C
        assert bare(statement.lines) == bare([_with(line, purpose=line.purpose.replace("№", "N"))])

    def test_the_declared_encoding_is_not_believed(self) -> None:
        raw = writers.one_c([ROUBLES], encoding="utf-8").replace(
            "Кодировка=UTF-8".encode(), "Кодировка=Windows".encode()
        )
        assert read_statement(raw).lines[0].payer_name == ROUBLES.payer_name

    def test_a_byte_order_mark_does_no_harm(self) -> None:
        raw = b"\xef\xbb\xbf" + writers.one_c([ROUBLES], encoding="utf-8")
        assert bare(read_statement(raw).lines) == bare([ROUBLES])

    def test_what_goes_out_is_negative_and_names_the_other_side(self) -> None:
        out = _with(ROUBLES, amount=Money(-5_000, "RUB"))
        assert bare(read_statement(writers.one_c([ROUBLES, out])).lines) == bare([ROUBLES, out])

    def test_an_order_that_has_not_arrived_is_not_settled(self) -> None:
        raw = writers.one_c([ROUBLES]).replace(
            "ДатаПоступило=20.11.2026".encode("cp1251"), "ДатаПоступило=".encode("cp1251")
        )
        assert not read_statement(raw).lines[0].settled

    def test_a_purpose_goes_on_in_the_next_line(self) -> None:
        raw = writers.one_c([ROUBLES]).replace(" за сайт".encode("cp1251"), "\r\nза сайт".encode("cp1251"))
        assert bare(read_statement(raw).lines) == bare([ROUBLES])

    def test_a_purpose_in_numbered_keys(self) -> None:
        raw = writers.one_c([_with(ROUBLES, purpose="PPP")])
        raw = raw.replace(
            "НазначениеПлатежа=PPP".encode("cp1251"),
            "НазначениеПлатежа1=Оплата по счету\r\nНазначениеПлатежа2=№ 12".encode("cp1251"),
        )
        assert read_statement(raw).lines[0].purpose == "Оплата по счету № 12"

    def test_the_name_is_found_when_only_the_whole_payer_is_given(self) -> None:
        raw = writers.one_c([ROUBLES]).replace("Плательщик1=".encode("cp1251"), "Прочее=".encode("cp1251"))
        assert read_statement(raw).lines[0].payer_name == ROUBLES.payer_name

    def test_a_currency_account_speaks_its_currency(self) -> None:
        own = "40702978138250123017"
        line = _with(ROUBLES, own_account=own)
        assert read_statement(writers.one_c([line], own=own)).lines[0].amount == Money(12_345_050, "EUR")

    def test_all_accounts_of_the_file_are_ours(self) -> None:
        second = "40702810138250999999"
        raw = writers.one_c([ROUBLES, _with(ROUBLES, own_account=second)])
        raw = raw.replace(
            "ДатаНачала=01.11.2026".encode("cp1251"), f"РасчСчет={second}\r\nДатаНачала=01.11.2026".encode("cp1251"), 1
        )
        assert [line.own_account for line in read_statement(raw).lines] == [writers.OWN, second]

    @given(
        st.lists(
            st.builds(
                StatementLine,
                position=st.just(0),
                booked_on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
                amount=st.integers(-(10**12), 10**12).filter(bool).map(lambda amount: Money(amount, "RUB")),
                own_account=st.just(writers.OWN),
                payer_name=_texts("АБВгдеёжз «»-.="),
                payer_inn=st.sampled_from(["7736050003", "500100732259"]),
                payer_account=st.text("0123456789", min_size=20, max_size=20).filter(lambda text: text != writers.OWN),
                purpose=_texts("счёт №12 от 2026-0012/=;\u2028\x85"),
                reference=st.integers(1, 10**6).map(str),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_what_is_written_is_read(self, lines: list[StatementLine]) -> None:
        assert bare(read_statement(writers.one_c(lines, encoding="utf-8")).lines) == bare(lines)

    def test_a_file_that_was_cut_off_is_refused(self) -> None:
        raw = writers.one_c([ROUBLES, ROUBLES])
        assert refusal(raw[: raw.rindex("КонецФайла".encode("cp1251"))]).reason == "cut_off"

    def test_a_document_without_an_end_is_named_by_its_line(self) -> None:
        raw = writers.one_c([ROUBLES, ROUBLES])
        broken = raw.replace("КонецДокумента\r\n".encode("cp1251"), b"", 1)
        error = refusal(broken)
        assert error.reason == "open_document"
        assert broken.decode("cp1251").split("\r\n")[error.line - 1].startswith("СекцияДокумент")

    @pytest.mark.parametrize(
        ("was", "now", "reason"),
        [
            ("Сумма=123450.50", "Сумма=12З450.50", "amount"),
            ("Сумма=123450.50", "Сумма=", "no_amount"),
            ("Сумма=123450.50", "Сумма=1.005", "amount"),
            ("Сумма=123450.50", "Сумма=-5.00", "amount"),
            ("=20.11.2026", "=31.02.2026", "date"),
        ],
    )
    def test_a_field_that_cannot_be_read_is_refused(self, was: str, now: str, reason: str) -> None:
        raw = writers.one_c([ROUBLES]).replace(was.encode("cp1251"), now.encode("cp1251"))
        error = refusal(raw)
        assert (error.reason, error.line) == (reason, 14)

    def test_a_file_without_the_formats_own_words_is_refused(self) -> None:
        assert refusal(b"1CClientBankExchange\r\n\xff\xfe\xfd").reason == "encoding"


class TestCamt:
    @pytest.mark.parametrize("version", ["02", "08"])
    def test_reads_old_and_new_versions(self, version: str) -> None:
        statement = read_statement(writers.camt([EUROS, _with(EUROS, amount=Money(-2_000, "EUR"))], version=version))
        assert statement.format is StatementFormat.CAMT
        assert bare(statement.lines) == bare([EUROS, _with(EUROS, amount=Money(-2_000, "EUR"))])

    @given(
        st.lists(
            st.tuples(
                st.integers(-(10**10), 10**10).filter(bool),
                _texts(string.ascii_letters + "<&>\"'äöü№ "),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_what_is_written_is_read(self, drawn: list[tuple[int, str]]) -> None:
        lines = [_with(EUROS, amount=Money(amount, "EUR"), purpose=purpose) for amount, purpose in drawn]
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


class TestMt940:
    def test_reads_german_subfields(self) -> None:
        out = _with(
            EUROS, amount=Money(-2_000, "EUR"), purpose="Fee for November of a rather long description, see list"
        )
        statement = read_statement(writers.mt940([EUROS, out]))
        assert statement.format is StatementFormat.MT940
        assert bare(statement.lines) == bare([EUROS, out])

    @given(
        st.lists(
            st.tuples(
                st.integers(-(10**9), 10**9).filter(bool),
                _texts(string.ascii_letters + string.digits + "-/., "),
                st.dates(date(2020, 1, 1), date(2035, 12, 31)),
            ),
            min_size=1,
            max_size=8,
        )
    )
    @example([(1, "0", date(2032, 2, 29))])
    def test_sums_and_dates_agree_with_another_reader(self, drawn: list[tuple[int, str, date]]) -> None:
        lines = [_with(EUROS, amount=Money(amount, "EUR"), booked_on=day, purpose=text) for amount, text, day in drawn]
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


class TestCsv:
    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
    def test_finds_out_encoding_and_delimiter(self, mark: str, encoding: str) -> None:
        lines = [ROUBLES, _with(ROUBLES, amount=Money(-100, "RUB"))]
        statement = read_statement(writers.delimited(lines, mark=mark, encoding=encoding))
        assert statement.format is StatementFormat.CSV
        assert bare(statement.lines) == bare(lines)

    def test_the_code_page_of_dos(self) -> None:
        line = _with(ROUBLES, payer_name="ООО Ромашка", purpose="Оплата по счету 12")
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


class TestAnything:
    def test_an_empty_file_is_refused(self) -> None:
        assert refusal(b" \r\n").reason == "empty"

    def test_a_picture_is_refused(self) -> None:
        assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR").reason == "unknown"

    def test_a_file_beyond_the_limit_is_refused(self) -> None:
        assert refusal(b"x" * (10 * 1024 * 1024 + 1)).reason == "too_large"

    @given(
        st.binary(max_size=400),
        st.sampled_from([b"", b"1CClientBankExchange\r\n", b"<?xml ", b":20:X\r\n:25:1\r\n", b"a;b\n"]),
    )
    def test_no_bytes_break_a_reader(self, raw: bytes, head: bytes) -> None:
        with suppress(BadStatement):
            assert read_statement(head + raw).lines  # by accident it may be a table


def _with(line: StatementLine, **changes: Any) -> StatementLine:
    return dataclasses.replace(line, **changes)


def _collected(parts: str) -> bytes:
    raw = writers.camt([EUROS]).decode()
    start, end = raw.index("<TxDtls>"), raw.index("</TxDtls>") + len("</TxDtls>")
    return (raw[:start] + parts + raw[end:]).encode()


def _mt940(details: str) -> bytes:
    rows = [":20:S", f":25:{writers.IBAN}", ":28C:1/1", ":60F:C261120EUR100,00", ":61:2611201120C100,00NTRFNONREF"]
    return "\n".join([*rows, details, ":62F:C261120EUR200,00", "-", ""]).encode()
