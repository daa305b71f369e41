"""What is out of use is chosen no more, and still has its name in the history."""

import pytest

from studio_app.domain.studio.choices import (
    Choice,
    all_lost_reasons,
    all_stages,
    channels_in_use,
    lost_reasons_in_use,
    stages_in_use,
)
from studio_app.domain.studio.models import Channel, LostReason, Stage
from studio_app.domain.work import Work
from tests.rows import add_studio

PRICE = Choice("price", "Дорого", "Too expensive")


@pytest.fixture
def studio(work: Work) -> Work:
    add_studio(work)
    return work


class TestChoices:
    def test_leave_out_what_is_out_of_use(self, studio: Work) -> None:
        studio.session.get_one(Channel, "site").active = False
        studio.session.get_one(LostReason, "price").active = False
        studio.session.get_one(Stage, "lead").active = False
        assert "site" not in {one.id for one in channels_in_use(studio)}
        assert lost_reasons_in_use(studio) == ()
        assert "lead" not in {one.id for one in stages_in_use(studio)}
        assert PRICE in all_lost_reasons(studio)
        assert "lead" in {one.id for one in all_stages(studio)}

    def test_come_in_their_order(self, studio: Work) -> None:
        before = [one.id for one in stages_in_use(studio)]
        studio.session.get_one(Stage, before[-1]).position = -1
        assert [one.id for one in stages_in_use(studio)] == [before[-1], *before[:-1]]

    @pytest.mark.parametrize(("locale", "name"), [("ru", "Дорого"), ("en", "Too expensive")])
    def test_are_named_in_the_readers_language(self, locale: str, name: str) -> None:
        assert PRICE.name(locale) == name
