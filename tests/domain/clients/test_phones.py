"""Phone numbers as people of many countries write them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear
from studio_app.domain.clients.phones import first_phone, normal_phone, read_phone

MOSCOW = "+74951234567"
BERLIN = "+493012345678"
EXTENSIONS = (" доб. {}", ", доб {}", " (доб. {})", " добавочный {}", " вн. {}", " ext. {}", " x{}", "#{}", ";ext={}")


class TestReadPhone:
    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("8 (495) 123-45-67 доб. 12", f"{MOSCOW};ext=12"),
            ("0049 30 12345678", BERLIN),
            ("+0049 30 12345678", BERLIN),
            ("011 49 30 12345678", BERLIN),
            ("0011 49 30 12345678", BERLIN),
            ("8-10-49-30-12345678", BERLIN),
            ("+49 (0)30 12345678", BERLIN),
            ("+8 (495) 123-45-67", MOSCOW),
            ("+7 8 495 123-45-67", MOSCOW),
            ("007 495 1234567", MOSCOW),
            ("+84 95 123 45 67", "+84951234567"),
            ("\u200e+7\u00a0(495)\u2007123\u201145\u201167\u202c", MOSCOW),
            ("\ufeff8\u200b495\u200d1234567", MOSCOW),
            ("＋７（４９５）１２３－４５－６７", MOSCOW),
            ("٠٠٤٩٣٠١٢٣٤٥٦٧٨", BERLIN),
            ("'79161234567.0", "+79161234567"),
            ("7,9161234567E+10", "+79161234567"),
            ("тел.: 8 495 123 45 67", MOSCOW),
            ("tel:+7-495-123-45-67;ext=5", f"{MOSCOW};ext=5"),
            ("  ", ""),
        ],
    )
    def test_takes(self, text: str, stored: str) -> None:
        assert normal_phone(text) == stored

    @pytest.mark.parametrize(
        "text", ["12", "112", "8 495", "+1 555 123 4567", "8 (495) 123-45-67 / 8 (916) 123-45-67", "7,91E+10", "нет"]
    )
    def test_refuses_what_is_nobodys_number(self, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            normal_phone(text)
        assert (refused.value.field, refused.value.reason) == ("phone", "phone")

    def test_asks_of_which_country_a_long_number_is(self) -> None:
        with pytest.raises(Unclear) as asked:
            normal_phone("49 30 12345678")
        assert (asked.value.reason, asked.value.params["first"]) == ("phone_country", BERLIN)

    def test_reads_a_number_of_the_region_it_is_told(self) -> None:
        assert normal_phone("030 12345678", region="DE") == BERLIN
        assert normal_phone("0033 1 42 68 53 00", region="DE") == "+33142685300"

    @given(
        region=st.sampled_from(["RU", "DE", "US", "GB", "FR", "KZ", "IT", "AU"]),
        extension=st.from_regex(r"[0-9]{1,6}", fullmatch=True),
        written=st.sampled_from(EXTENSIONS),
        style=st.sampled_from([0, 1, 2, 3]),
    )
    def test_reads_a_countrys_own_notation_with_its_extension(
        self, region: str, extension: str, written: str, style: int
    ) -> None:
        example = phonenumbers.example_number(region)
        assert example is not None
        text = phonenumbers.format_number(example, style) + written.format(extension)
        found = read_phone(text, region=region)
        assert found is not None
        assert (found.number, found.extension) == (phonenumbers.format_number(example, 0), extension)
        assert read_phone(found.stored) == found


class TestFirstPhone:
    @pytest.mark.parametrize(
        ("cell", "first"),
        [
            ("8 495 123-45-67, 8 916 123-45-67", "8 495 123-45-67"),
            ("8 495 123-45-67, доб. 12; 8 916 123-45-67", "8 495 123-45-67  доб. 12"),
            (";\n+49 30 1", "+49 30 1"),
            (" ", ""),
        ],
    )
    def test_keeps_the_extension_with_its_number(self, cell: str, first: str) -> None:
        assert first_phone(cell) == first
