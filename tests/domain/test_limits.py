"""What a person may type is limited, and never cut: the limit itself is stored whole, one more is refused by name."""

import pytest
from sqlalchemy import Text, cast
from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.core.checking import problems_of
from studio_app.core.errors import Invalid
from studio_app.domain.studio.models import Channel, Counter
from studio_app.domain.studio.numbering import DEALS
from studio_app.domain.work import Work
from tests.domain.typed import LIMITS
from tests.selling import make_deal, make_studio


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)
    make_deal(work)
    work.session.add(Counter(name=DEALS, last=100))
    work.session.add(Channel(id="hand", key="hand", name_ru="Вручную", name_en="By hand"))


@pytest.mark.parametrize("name", LIMITS)
class TestLimit:
    def test_is_stored_whole(self, name: str, work: Work) -> None:
        limit = LIMITS[name]
        text = "x" * limit.maximum
        limit.keep(work, text)
        work.session.flush()
        if limit.of is not None:
            assert work.session.exec(select(limit.of).where(cast(limit.of, Text).contains(text))).first()

    def test_is_told_with_its_field_when_it_is_exceeded(self, name: str, work: Work) -> None:
        limit = LIMITS[name]

        def keep() -> None:
            limit.keep(work, "x" * (limit.maximum + 1))
            work.session.flush()

        with pytest.raises(Invalid) as refused:
            keep()
        told = {one.field: one for one in problems_of(refused.value)}
        assert list(told) == [limit.field]
        for locale in ("ru", "en"):
            said = translate(locale, told[limit.field].message_key, **told[limit.field].params)
            assert str(limit.maximum) in "".join(filter(str.isdigit, said))  # thousands stand in groups
