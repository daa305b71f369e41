"""No text of ours is run by a spreadsheet, and each comes back as it was."""

import csv
import io
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.tables.formulas import plain, safe
from studio_app.adapters.tables.read import read_table
from studio_app.adapters.tables.write import csv_lines, xlsx

HIDING = st.sampled_from(
    [" ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u202e", "\u2028", "\x0b", "\xad", "\t", "\n", "\r", "'"]
)
STARTS = st.sampled_from(["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹦", "⁺", "₌"])
HOSTILE = st.builds(
    lambda hidden, start, rest: f"{hidden}{start}{rest}", st.text(HIDING, max_size=5), STARTS, st.text()
)
TEXTS = st.one_of(HOSTILE, st.text(), st.text(st.sampled_from("'=+a\t ＝"), max_size=6))
NAMES = {"name": ("name",), "message": ("message",)}


def would_run(cell: str) -> bool:
    """What the most careless spreadsheet does: trims all that cannot be seen, narrows, looks at the first sign."""
    seen = [sign for sign in cell if not category(sign).startswith(("C", "Z"))]
    return bool(seen) and normalize("NFKC", seen[0])[0] in "=+-@"


class TestSafe:
    @given(TEXTS)
    def test_leaves_nothing_to_run_and_can_be_taken_back(self, text: str) -> None:
        written = safe(text)
        assert not would_run(written)
        assert not written.startswith(("\t", "\r", "\n"))
        assert plain(written) == text

    @pytest.mark.parametrize(
        "text", [" =1+1", "＝1+1", "\n=1", "\t=1", "\r=1", "\u200b=1", "=1", "+7 916", "@SUM(A1)", "-2"]
    )
    def test_knows_every_way_to_begin_a_formula(self, text: str) -> None:
        assert safe(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "O'Brien", "'quoted'", "a=b", "1-2", "«ёлки»", "№ 7"])
    def test_leaves_other_texts_alone(self, text: str) -> None:
        assert safe(text) == plain(text) == text


class TestFiles:
    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2))
    def test_every_cell_of_a_csv_file_is_harmless(self, texts: list[str]) -> None:
        ((*cells,),) = csv.reader(io.StringIO(csv_lines([texts]).decode(), newline=""))
        assert not any(would_run(cell) for cell in cells)

    @pytest.mark.parametrize("text", [" =1+1", "＝1+1", "\t=1", "'=1", "+7 916 123-45-67", "x\ny"])
    def test_both_kinds_come_back_through_the_import_as_they_were(self, text: str) -> None:
        rows = [["name", "message"], ["Ann", text]]
        for raw in (csv_lines(rows), xlsx("t", rows)):
            assert read_table(raw, NAMES, limit=9).rows[0][1] == ("Ann", text)

    def test_a_workbook_takes_signs_that_it_may_not_hold(self) -> None:
        assert read_table(xlsx("t", [["name"], ["A\x01nn"]]), NAMES, limit=9).rows[0][1] == ("Ann",)
