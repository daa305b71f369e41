"""Shares of the dashboard, for any counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.money import Money
from studio_app.domain.analytics.schemas import SourceFigures, StageFigures, Totals, percentage
from studio_app.domain.studio.kinds import StageKind

COUNTS = st.integers(min_value=0, max_value=10**9)
NOTHING = Money(0, "RUB")


def totals(won: int, lost: int) -> Totals:
    return Totals(leads=0, proposals=0, won=won, won_amount=NOTHING, lost=lost, received=NOTHING)


def source(won: int, lost: int) -> SourceFigures:
    return SourceFigures("site", "Сайт", "Website", 0, 0, won, NOTHING, lost, NOTHING, NOTHING)


def stage(entered: int, forward: int) -> StageFigures:
    return StageFigures("one", "Лид", "Lead", "gray", StageKind.OPEN, 0, entered, forward, 0, None, None)


class TestPercentage:
    @given(part=COUNTS, rest=COUNTS)
    def test_is_never_further_off_than_a_half(self, part: int, rest: int) -> None:
        found = percentage(part, part + rest)
        if part + rest == 0:
            assert found is None
        else:
            assert found is not None
            assert -Fraction(1, 2) <= Fraction(part * 100, part + rest) - found < Fraction(1, 2)

    @pytest.mark.parametrize(
        ("part", "whole", "found"), [(1, 200, 1), (1, 201, 0), (1, 3, 33), (2, 3, 67), (3, 3, 100)]
    )
    def test_rounds_halves_up(self, part: int, whole: int, found: int) -> None:
        assert percentage(part, whole) == found


class TestShares:
    @given(won=COUNTS, lost=COUNTS)
    def test_the_win_rate_is_of_what_has_ended(self, won: int, lost: int) -> None:
        assert totals(won, lost).win_rate == source(won, lost).win_rate == percentage(won, won + lost)

    def test_the_conversion_is_of_what_has_entered(self) -> None:
        assert (stage(8, 6).conversion, stage(0, 0).conversion) == (75, None)
