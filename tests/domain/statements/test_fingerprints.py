"""The same movement is stored once, whatever file it comes in."""

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import Money
from studio_app.domain.statements.fingerprints import Known, content_key, new_ones
from studio_app.domain.statements.lines import StatementFormat, StatementLine

ACCOUNT = "40702810138250123017"
LINE = StatementLine(
    1,
    date(2026, 11, 20),
    Money(100, "RUB"),
    ACCOUNT,
    payer_account="40702810500000012345",
    purpose="Счет 12",
    reference="7",
)


def keys(lines: list[StatementLine]) -> list[str]:
    return [content_key(line, account=line.own_account) for line in lines]


def stored(lines: list[StatementLine], written: StatementFormat, before: list[Known]) -> list[Known]:
    found = new_ones(lines, keys(lines), before, written=written)
    names = keys(lines)
    return before + [
        Known(names[at], print_, lines[at].reference, lines[at].payer_account, written) for at, print_ in found.items()
    ]


def count(*files: tuple[list[StatementLine], StatementFormat]) -> int:
    known: list[Known] = []
    for lines, written in files:
        known = stored(lines, written, known)
    assert len({one.fingerprint for one in known}) == len(known)
    return len(known)


def other(**changes: object) -> StatementLine:
    return dataclasses.replace(LINE, **changes)  # type: ignore[arg-type]


ONE_C, CAMT, CSV = StatementFormat.ONE_C, StatementFormat.CAMT, StatementFormat.CSV


class TestNewOnes:
    def test_the_same_file_again_adds_nothing(self) -> None:
        assert count(([LINE, other(purpose="Счет 13")], ONE_C), ([LINE, other(purpose="Счет 13")], ONE_C)) == 2

    def test_another_format_is_recognised_though_it_wraps_and_numbers_otherwise(self) -> None:
        assert count(([LINE], ONE_C), ([other(purpose="Сч ет\n12", reference="E2E", payer_account="")], CAMT)) == 1

    def test_two_documents_alike_but_for_their_numbers_are_two(self) -> None:
        assert count(([LINE, other(reference="8")], ONE_C)) == 2
        assert count(([LINE], ONE_C), ([other(reference="8")], ONE_C)) == 2

    def test_two_alike_are_still_two_in_another_format(self) -> None:
        pair = [LINE, other(reference="8")]
        assert count((pair, ONE_C), ([other(reference="X"), other(reference="Y")], CAMT)) == 2
        assert count(([LINE], ONE_C), ([other(reference="X"), other(reference="Y")], CAMT)) == 2

    def test_a_document_listed_twice_in_one_file_is_one(self) -> None:
        assert count(([LINE, LINE], ONE_C)) == 1

    def test_lines_without_numbers_are_counted(self) -> None:
        bare = other(reference="")
        assert count(([bare, bare], CSV), ([bare, bare, bare], CSV)) == 3

    def test_another_payer_is_another_payment(self) -> None:
        assert count(([LINE], ONE_C), ([other(payer_account="40702810500000099999", reference="X")], CAMT)) == 2

    @given(
        st.lists(
            st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["", "1", "2", "3"]), st.integers(1, 3)), max_size=12
        ),
        st.randoms(use_true_random=False),
    )
    def test_any_file_imported_again_in_any_order_adds_nothing(self, drawn: list[tuple[str, str, int]], chance) -> None:
        lines = [other(purpose=text, reference=ref, amount=Money(amount, "RUB")) for text, ref, amount in drawn]
        shuffled = list(lines)
        chance.shuffle(shuffled)
        once = count((lines, ONE_C))
        assert count((lines, ONE_C), (shuffled, ONE_C)) == once
        assert count((lines, ONE_C), (shuffled, CAMT)) == once
