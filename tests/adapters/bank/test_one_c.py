"""The exchange format of 1C, in every encoding that banks use."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementFormat, StatementLine
from tests.adapters.bank import writers
from tests.adapters.bank.samples import ROUBLES, bare, changed, refusal, texts


class TestOneC:
    @pytest.mark.parametrize("encoding", ["cp1251", "cp866", "utf-8"])
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_reads_every_encoding_and_line_end(self, encoding: str, end: str) -> None:
        # the quotation marks of print do not exist in the code page of DOS
        line = changed(ROUBLES, payer_name='ООО "Ромашка"')
        text = writers.one_c([line], encoding="cp1251").decode("cp1251").replace("№", "N").replace("\r\n", end)
        statement = read_statement(text.encode(encoding))
        assert statement.format is StatementFormat.ONE_C
        assert bare(statement.lines) == bare([changed(line, purpose=line.purpose.replace("№", "N"))])

    def test_the_declared_encoding_is_not_believed(self) -> None:
        raw = writers.one_c([ROUBLES], encoding="utf-8").replace(
            "Кодировка=UTF-8".encode(), "Кодировка=Windows".encode()
        )
        assert read_statement(raw).lines[0].payer_name == ROUBLES.payer_name

    def test_a_byte_order_mark_does_no_harm(self) -> None:
        raw = b"\xef\xbb\xbf" + writers.one_c([ROUBLES], encoding="utf-8")
        assert bare(read_statement(raw).lines) == bare([ROUBLES])

    def test_what_goes_out_is_negative_and_names_the_other_side(self) -> None:
        out = changed(ROUBLES, amount=Money(-5_000, "RUB"))
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
        raw = writers.one_c([changed(ROUBLES, purpose="PPP")])
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
        line = changed(ROUBLES, own_account=own)
        assert read_statement(writers.one_c([line], own=own)).lines[0].amount == Money(12_345_050, "EUR")

    def test_all_accounts_of_the_file_are_ours(self) -> None:
        second = "40702810138250999999"
        raw = writers.one_c([ROUBLES, changed(ROUBLES, own_account=second)])
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
                payer_name=texts("АБВгдеёжз «»-.="),
                payer_inn=st.sampled_from(["7736050003", "500100732259"]),
                payer_account=st.text("0123456789", min_size=20, max_size=20).filter(lambda text: text != writers.OWN),
                purpose=texts("счёт №12 от 2026-0012/=;\u2028\x85"),
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
