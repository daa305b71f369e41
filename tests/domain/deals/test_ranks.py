"""Ranks: there is always room between two neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.deals.ranks import MAX_LENGTH, between, is_rank, spread


class TestBetween:
    @given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=120))
    def test_keeps_any_order_that_inserts_make(self, places: list[int]) -> None:
        ranks: list[str] = []
        for place in places:
            index = place % (len(ranks) + 1)
            lower = ranks[index - 1] if index else None
            upper = ranks[index] if index < len(ranks) else None
            ranks.insert(index, between(lower, upper))
        assert ranks == sorted(set(ranks))
        assert all(is_rank(rank) for rank in ranks)

    def test_stays_short_where_everything_arrives_at_one_end(self) -> None:
        top = bottom = between(None, None)
        for _ in range(2_000):
            top, bottom = between(top, None), between(None, bottom)
        assert (len(top), len(bottom)) == (6, 6)

    def test_halves_the_gap_many_times_before_it_grows_long(self) -> None:
        lower, upper = between(None, None), between(between(None, None), None)
        for _ in range(200):
            upper = between(lower, upper)
        assert len(upper) <= MAX_LENGTH

    @pytest.mark.parametrize(("lower", "upper"), [("V00001", "V00000"), ("V00001", "V00001")])
    def test_refuses_neighbours_out_of_order(self, lower: str, upper: str) -> None:
        with pytest.raises(ValueError, match="not below"):
            between(lower, upper)

    @pytest.mark.parametrize("text", ["", "abc", "V000010", "V0000!", "V00000-1"])
    def test_knows_what_is_no_rank(self, text: str) -> None:
        assert not is_rank(text)


class TestSpread:
    def test_falls_strictly(self) -> None:
        ranks = spread(500)
        assert ranks == sorted(set(ranks), reverse=True)
