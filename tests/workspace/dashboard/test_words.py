"""What the dashboard says beside its sums."""

import pytest

from studio_app.core.money import Money
from studio_app.domain.analytics.schemas import Dashboard, DealsBehind, Foreign, PlayMoney, SourceFigures, Totals
from studio_app.workspace.dashboard import words
from studio_app.workspace.dashboard.heads import tiles
from studio_app.workspace.dashboard.rows import sources


def rub(amount: int) -> Money:
    return Money(amount, "RUB")


def earned(received: int) -> SourceFigures:
    return SourceFigures(
        id="site",
        name_ru="Сайт",
        name_en="Website",
        leads=1,
        proposals=1,
        won=0,
        won_amount=rub(0),
        lost=0,
        received=rub(received),
        spent=rub(0),
    )


def dashboard(received: int) -> Dashboard:
    totals = Totals(leads=0, proposals=0, won=0, won_amount=rub(0), lost=0, received=rub(received))
    return Dashboard(
        currency="RUB",
        totals=totals,
        previous=totals,
        funnel=(),
        over_time=(),
        managers=(),
        channels=(),
        lost=(),
        play_money=PlayMoney.LEFT_OUT,
    )


class TestBeside:
    @pytest.mark.parametrize(
        ("locale", "deals", "said"),
        [
            ("en", 1, "and 1 deal for €3,400"),
            ("en", 2, "and 2 deals for €3,400"),
            ("ru", 1, "и 1 сделка на 3\u00a0400\u00a0€"),
            ("ru", 2, "и 2 сделки на 3\u00a0400\u00a0€"),
            ("ru", 5, "и 5 сделок на 3\u00a0400\u00a0€"),
        ],
    )
    def test_names_deals_and_sum(self, locale: str, deals: int, said: str) -> None:
        assert words.beside((Foreign(deals, Money(3_400_00, "EUR")),), locale) == [words.Beside("EUR", said)]

    def test_says_nothing_where_there_is_one_currency(self) -> None:
        assert words.beside((), "ru") == []


class TestWentBack:
    """A sum below zero is no mistake: what was paid before went back in the period."""

    SAID = pytest.mark.parametrize(
        ("locale", "said"), [("en", "more went back than came in"), ("ru", "вернулось больше, чем пришло")]
    )

    @SAID
    def test_stands_at_what_a_channel_or_a_manager_received(self, locale: str, said: str) -> None:
        assert [row.why for row in sources((earned(-5_000_00), earned(0), earned(1)), locale)] == [said, "", ""]

    @SAID
    def test_stands_at_other_currencies(self, locale: str, said: str) -> None:
        (one,) = words.beside((Foreign(1, Money(-3_400_00, "EUR")),), locale)
        assert one.text.endswith(f": {said}")

    def test_stands_at_the_head(self) -> None:
        assert tiles(dashboard(-1), "en")[-1].note == "more went back than came in"
        assert tiles(dashboard(0), "en")[-1].note == ""


class TestSums:
    def test_add_nothing_up_across_currencies(self) -> None:
        found = DealsBehind(total=3, deals=(), sums=(Money(3_400_00, "EUR"), Money(1_200_00, "RUB")))
        assert words.sums(found, "en") == "€3,400 + 1,200\u00a0₽"
