"""What deals are likely to bring, for any sums and probabilities."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import Money, exponent
from studio_app.domain.board.schemas import Totals
from studio_app.domain.board.totals import Sums
from studio_app.domain.board.weighing import weigh, weigh_together

CURRENCIES = ("RUB", "JPY", "KWD")
AMOUNTS = st.integers(min_value=0, max_value=10**12)
PERCENT = st.integers(min_value=0, max_value=100)
COLUMN = st.dictionaries(st.sampled_from(CURRENCIES), st.tuples(st.integers(1, 50), AMOUNTS))
BOARD = st.dictionaries(st.sampled_from("abcde"), st.tuples(PERCENT, COLUMN))


def unit(currency: str) -> int:
    return 10 ** exponent(currency)


def amounts(found: tuple[Money, ...]) -> Mapping[str, int]:
    return {one.currency: one.amount for one in found}


class TestColumn:
    @given(amount=AMOUNTS, currency=st.sampled_from(CURRENCIES), percent=st.integers(min_value=1, max_value=99))
    def test_is_its_share_in_whole_units_and_never_too_much(self, amount: int, currency: str, percent: int) -> None:
        (likely,) = weigh(Totals(1, (Money(amount, currency),)), probability=percent).likely
        assert (likely.currency, likely.amount % unit(currency)) == (currency, 0)
        assert 0 <= amount * percent - likely.amount * 100 < unit(currency) * 100

    def test_drops_kopecks_but_no_yen(self) -> None:
        sums = (Money(1_000_99, "RUB"), Money(333, "JPY"))
        assert weigh(Totals(2, sums), probability=50).likely == (Money(500_00, "RUB"), Money(166, "JPY"))

    def test_says_nothing_where_all_is_sure_or_hopeless(self) -> None:
        for percent in (0, 100):
            assert weigh(Totals(1, (Money(100_00, "RUB"),)), probability=percent).likely == ()


class TestTogether:
    @given(board=BOARD)
    def test_counts_and_sums_what_the_columns_hold(
        self, board: Mapping[str, tuple[int, Mapping[str, tuple[int, int]]]]
    ) -> None:
        sums = Sums({stage: dict(column) for stage, (_, column) in board.items()})
        together = weigh_together(sums, probabilities={stage: percent for stage, (percent, _) in board.items()})
        cells = [(currency, cell) for _, column in board.values() for currency, cell in column.items()]
        assert together.totals.count == sum(count for _, (count, _) in cells)
        assert amounts(together.totals.sums) == {
            currency: sum(amount for one, (_, amount) in cells if one == currency) for currency, _ in cells
        }
        assert [one.currency for one in together.totals.sums] == sorted({currency for currency, _ in cells})

    @given(board=BOARD)
    def test_is_likely_to_bring_what_each_deal_is_rounded_once(
        self, board: Mapping[str, tuple[int, Mapping[str, tuple[int, int]]]]
    ) -> None:
        sums = Sums({stage: dict(column) for stage, (_, column) in board.items()})
        likely = weigh_together(sums, probabilities={stage: percent for stage, (percent, _) in board.items()}).likely
        for currency, amount in amounts(likely).items():
            exact = sum(cells[currency][1] * percent for percent, cells in board.values() if currency in cells)
            assert 0 <= exact - amount * 100 < unit(currency) * 100

    def test_leaves_out_stages_that_are_not_of_the_board(self) -> None:
        sums = Sums({"a": {"RUB": (1, 100_00)}, "gone": {"RUB": (1, 500_00)}})
        together = weigh_together(sums, probabilities={"a": 30})
        assert (together.totals, together.likely) == (Totals(1, (Money(100_00, "RUB"),)), (Money(30_00, "RUB"),))
