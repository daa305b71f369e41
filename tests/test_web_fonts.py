"""The web font: which file a character is in, and that the browser looks for it there."""

import re
from pathlib import Path

from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parent.parent / "assets"
FACE = re.compile(r'src: url\("/(fonts/[^"]+)"\).*unicode-range: ([^;]+);')


def faces() -> dict[str, set[int]]:
    """The characters that tokens.css asks of each file."""
    return {
        name: {code for part in ranges.split(",") for code in codes(part.strip())}
        for name, ranges in FACE.findall((ASSETS / "tokens.css").read_text())
    }


def codes(part: str) -> range:
    first, _, last = part.removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


class TestWebFont:
    def test_a_price_in_russian_needs_the_cyrillic_and_the_latin_file_only(self) -> None:
        asked = {name for name, of_file in faces().items() if of_file & set(map(ord, "Итого: 12 345,00 ₽, 700 ₸, № 7"))}
        assert asked == {f"fonts/inter-{part}-wght-normal.woff2" for part in ("cyrillic", "latin")}

    def test_each_file_has_the_signs_of_money_that_are_asked_of_it(self) -> None:
        signs = set(map(ord, "₽€₸₴£¥"))
        for name, of_file in faces().items():
            assert signs & of_file <= TTFont(ASSETS / name).getBestCmap().keys(), name

    def test_no_sign_of_money_is_asked_of_two_files(self) -> None:
        for sign in map(ord, "₽€₸₴£¥"):
            assert sum(sign in of_file for of_file in faces().values()) == 1
