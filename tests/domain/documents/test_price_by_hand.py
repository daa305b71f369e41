"""What a deal is worth: by hand until a document says it."""

import pytest

from studio_app.core.errors import Stale
from studio_app.core.money import Money
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.price_by_hand import AmountFollowsDocuments, price_by_hand
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests.domain.conftest import House, house

__all__ = ["house"]


class TestPriceByHand:
    @pytest.mark.parametrize("document", ["", "brief submitted"])
    def test_says_what_the_deal_may_be_worth(self, work: Work, house: House, document: str) -> None:
        deal = work.session.get_one(Deal, house.deal(stage=0))
        deal.document = document
        price_by_hand(work, deal_id=deal.id, version=1, amount=Money(120_000_00, "RUB"))
        assert (deal.amount, deal.version, work.events[-1].kind) == (120_000_00, 2, EventKind.DEAL_CHANGED)

    @pytest.mark.parametrize("document", ["proposal draft", "contract signed", "invoice published"])
    def test_leaves_the_word_to_documents(self, work: Work, house: House, document: str) -> None:
        deal = work.session.get_one(Deal, house.deal(stage=0, amount=5))
        deal.document = document
        with pytest.raises(AmountFollowsDocuments):
            price_by_hand(work, deal_id=deal.id, version=1, amount=Money(1, "RUB"))
        assert deal.amount == 5

    def test_refuses_a_stale_version(self, work: Work, house: House) -> None:
        with pytest.raises(Stale):
            price_by_hand(work, deal_id=house.deal(stage=0), version=7, amount=Money(1, "RUB"))
