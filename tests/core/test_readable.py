import json

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.readable import clean, cleaned, storable

ANY = st.text(st.characters(exclude_categories=()))
JSON = st.recursive(
    ANY | st.integers() | st.none(), lambda one: st.lists(one) | st.dictionaries(ANY, one), max_leaves=8
)


class TestClean:
    @given(ANY)
    def test_leaves_what_everything_can_hold(self, text: str) -> None:
        left = clean(text)
        assert left.encode().decode() == left
        assert all(letter.isprintable() or letter in "\n\t" or ord(letter) > 0x9F for letter in left)
        assert clean(left) == left

    def test_keeps_words_lines_and_emoji(self) -> None:
        assert clean("Добрый день,\r\nсчёт\u00a0№\u202f7\t🙂\r") == "Добрый день,\nсчёт\u00a0№\u202f7\t🙂\n"

    def test_takes_out_escape_codes_and_halves(self) -> None:
        assert clean("a\x00b\x1b[31mc\ud800d\x85e") == "ab[31mcde"


class TestCleaned:
    @given(JSON)
    def test_reaches_every_text(self, value: object) -> None:
        json.dumps(cleaned(value), ensure_ascii=False).encode()  # refuses half a surrogate pair

    def test_leaves_the_rest_as_it_is(self) -> None:
        given = {"deals": [["id\x00", 7, True, None, 1.5]], "\ud800": {}}
        assert cleaned(given) == {"deals": [["id", 7, True, None, 1.5]], "": {}}


class TestHeld:
    @given(ANY)
    def test_loses_only_what_no_database_holds(self, text: str) -> None:
        assert storable(text) == "".join(one for one in text if one != "\x00" and not "\ud800" <= one <= "\udfff")
