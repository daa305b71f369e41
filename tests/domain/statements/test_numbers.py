"""Invoice numbers as payers write them, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.statements.numbers import Mention, mentions, parse_number


def found(purpose: str) -> list[tuple[int | None, int]]:
    return [(one.year, one.sequence) for one in mentions(purpose)]


class TestMentions:
    @pytest.mark.parametrize(
        ("purpose", "expected"),
        [
            ("Оплата по счёту № 2026-0012 от 18.11.2026", [(2026, 12)]),
            ("опл сч.12", [(None, 12)]),
            ("сч12", [(None, 12)]),
            ("Счет N12 от 12.11.2026г.", [(None, 12)]),
            ("счету №0012", [(None, 12)]),
            ("invoice 12-2026", [(2026, 12)]),
            ("INV-2026-0012", [(2026, 12)]),
            ("inv.0012/26", [(2026, 12)]),
            ("Rechnung Nr. 2026-0012", [(2026, 12)]),
            ("по счету 2026/12, 13 и 14 за сайт", [(2026, 12), (None, 13), (None, 14)]),
            ("Счета: 2026-0001; 2026-0002. Без НДС", [(2026, 1), (2026, 2)]),
            ("счета №№ 12,13", [(None, 12), (None, 13)]),
            ("счет на оплату услуг № 15", [(None, 15)]),
            ("счет-договор № 9", [(None, 9)]),
            ("дог. 12 счет 13", [(None, 13)]),
            ("заказ 5 (счет 6)", [(None, 6)]),
            ("cчет 12 (латинская c)", [(None, 12)]),
            ("Оплата 2026-0012", [(2026, 12)]),
            ("счет 12. НДС 22% 1000-00", [(None, 12)]),
            *(
                (f"счет № 2026{hyphen}0012", [(2026, 12)])
                for hyphen in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
            ),
            ("Invoice 2026\u20110012", [(2026, 12)]),
            ("счет № 12\u20112026", [(2026, 12)]),
            ("счет № 2026-\u200b0012", [(2026, 12)]),
            ("счет\u202f№\u202f2026\u00ad-0012", [(2026, 12)]),
            ("Rechnung 2026- 0012 vom 10.03.2026", [(2026, 12)]),
            ("счета 12\u201313", [(None, 12), (None, 13)]),
            ("счет 12\u2014сайт", [(None, 12)]),
            ("услуги за 2025\u20132026 годы", []),
        ],
    )
    def test_finds(self, purpose: str, expected: list[tuple[int | None, int]]) -> None:
        assert found(purpose) == expected

    @pytest.mark.parametrize(
        "purpose",
        [
            "по договору № 2026-0012 от 01.02.2026",
            "Договор оказания услуг № 2026-0012",
            "счет-фактура № 12",
            "сч-ф 12, с/ф 13",
            "р/с 40702810138250123017",
            "на счет 40702810138250123017",
            "расчетный счет 12345",
            "Оплата по счету от 12.11.2026 г.",
            "сумма 2026-50",
            "Сумма 2 026 000,12",
            "за 2 сайта по счету за 3 месяца",
            "акт 5, КП 7, п/п 8",
            "НДС 22% 1000-00",
            "2026-11-20",
            "тел. 8-916-1234567",
            "ИНН 7736050003",
            "",
        ],
    )
    def test_leaves_alone(self, purpose: str) -> None:
        assert found(purpose) == []

    def test_letters_of_either_alphabet_are_one_prefix(self) -> None:
        assert mentions("счет № С-2026-0012") == mentions("счет № C-2026-0012") == (Mention("c", 2026, 12),)

    def test_a_number_without_a_word_counts_only_as_we_print_it(self) -> None:
        assert mentions("2026-0012") == (Mention("", 2026, 12, bare=True),)
        assert mentions("2026-012") == ()

    @given(
        st.integers(2000, 2099),
        st.integers(1, 999_999),
        st.sampled_from(["счет № {}", "СЧЁТ {}", "сч. N{}", "invoice {}", "Inv #{}", "счету {} от 01.01.2026"]),
        st.sampled_from(["{year}-{number:04d}", "{number}-{year}", "{year}/{number}", "{number:04d}/{year}"]),
    )
    def test_every_way_of_writing_is_the_same_number(self, year: int, number: int, word: str, form: str) -> None:
        if 2000 <= number < 2100 and not form.startswith("{year}"):
            return  # which of the two is the year nobody can tell
        assert found(word.format(form.format(year=year, number=number))) == [(year, number)]

    @given(st.text(max_size=200))
    def test_no_text_breaks_it(self, purpose: str) -> None:
        assert all(one.sequence > 0 for one in mentions(purpose))


class TestParseNumber:
    def test_takes_our_numbers_apart(self) -> None:
        number = parse_number("С-2026-0012")
        assert number is not None
        assert (number.prefix, number.year, number.sequence) == ("c", 2026, 12)

    def test_knows_nothing_of_others(self) -> None:
        assert parse_number("A/17") is None
