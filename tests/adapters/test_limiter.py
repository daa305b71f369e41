"""How often one address may do something, and all of them together."""

import pytest

from studio_app.adapters.limiter import AddressLimiter
from studio_app.core.errors import Throttled


class Seconds:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TestTake:
    def test_is_refused_once_the_address_has_had_its_share_of_a_minute(self) -> None:
        seconds = Seconds()
        limiter = AddressLimiter(2, seconds=seconds)
        limiter.take("192.0.2.1")
        seconds.now += 10
        limiter.take("192.0.2.1")
        limiter.take("192.0.2.2")
        with pytest.raises(Throttled) as refused:
            limiter.take("192.0.2.1")
        assert refused.value.retry_after == 51
        seconds.now += 50
        limiter.take("192.0.2.1")

    def test_is_refused_once_all_together_have_had_theirs(self) -> None:
        seconds = Seconds()
        limiter = AddressLimiter(2, at_all=3, seconds=seconds)
        for last in range(3):
            limiter.take(f"192.0.2.{last}")
        for _ in range(2):
            with pytest.raises(Throttled):
                limiter.take("192.0.2.9")
        seconds.now += 60
        limiter.take("192.0.2.9")

    def test_is_refused_once_the_address_has_had_its_share_of_a_day(self) -> None:
        """A program that keeps within its minutes fills a disk all the same."""
        seconds = Seconds()
        limiter = AddressLimiter(2, a_day=4, seconds=seconds)
        for minute in range(4):
            seconds.now = 100 + 60 * minute
            limiter.take("192.0.2.1")
        limiter.give_back("192.0.2.1")
        limiter.take("192.0.2.1")
        seconds.now += 3_600
        with pytest.raises(Throttled) as refused:
            limiter.take("192.0.2.1")
        assert refused.value.retry_after == 86_400 - 3_600 - 180 + 1
        limiter.take("192.0.2.2")
        seconds.now += refused.value.retry_after
        limiter.take("192.0.2.1")

    def test_counts_nothing_where_it_was_given_back(self) -> None:
        limiter = AddressLimiter(1, at_all=1, seconds=Seconds())
        limiter.take("192.0.2.1")
        limiter.give_back("192.0.2.1")
        limiter.take("192.0.2.1")
