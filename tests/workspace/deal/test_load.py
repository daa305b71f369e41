"""What reading the page of a deal asks the database for."""

from collections.abc import Callable, Iterator

import pytest

from studio_app.domain.pricing.estimate_rows import has_estimate
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.work import Work
from studio_app.workspace.deal.load import load_deal
from tests import proposing


@pytest.fixture
def prices_read(studio: Work) -> Iterator[list[str]]:
    with proposing.prices_read(studio) as heard:
        yield heard


def asked(work: Work, deal_id: str) -> bool:
    return has_estimate(work, deal_id=deal_id)


def shown(work: Work, deal_id: str) -> bool:
    return load_deal(work, deal_id=deal_id).has_estimate


@pytest.mark.parametrize("answer", [asked, shown])
class TestHasEstimate:
    """Asked by itself, and by the page of a deal whose client reads the proposal already."""

    def test_is_answered_without_reading_a_price(
        self, studio: Work, prices_read: list[str], answer: Callable[[Work, str], bool]
    ) -> None:
        deal_id = proposing.published(studio).deal_id
        prices_read.clear()
        assert answer(studio, deal_id)
        assert prices_read == []

    def test_is_no_before_there_is_one(self, studio: Work, answer: Callable[[Work, str], bool]) -> None:
        deal_id = proposing.add_deal(studio)
        assert not answer(studio, deal_id)
        start_estimate(studio, deal_id=deal_id)
        assert answer(studio, deal_id)


class TestPricing:
    def test_is_heard_where_it_is_asked_for(self, studio: Work, prices_read: list[str]) -> None:
        deal_id = proposing.add_deal(studio)
        start_estimate(studio, deal_id=deal_id)
        prices_read.clear()
        estimate_of(studio, deal_id=deal_id)
        assert prices_read
