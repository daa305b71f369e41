"""Lines of the palette."""

import pytest

from studio_app.core.money import Money
from studio_app.domain.deals.finding import Findings, Standing
from studio_app.domain.search.find import Found, Hit
from studio_app.domain.search.kinds import EntryKind
from studio_app.workspace.search.state import SearchState, hit_view, hit_views
from tests.workspace.seats import Seat, seat

__all__ = ["seat"]  # a fixture


class TestHitView:
    @pytest.mark.parametrize(
        ("kind", "href"),
        [(EntryKind.DEAL, "/deal/d"), (EntryKind.CLIENT, "/clients/ref"), (EntryKind.DOCUMENT, "/deal/d")],
    )
    def test_leads_to_the_page_that_shows_it(self, kind: EntryKind, href: str) -> None:
        hit = Hit(kind, "ref", "2026-0012", "Сайт", "invoice", "d")
        assert hit_view(hit, "ru").href == href

    @pytest.mark.parametrize("kind", ["proposal", "contract", "invoice"])
    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_names_a_document_in_the_readers_language(self, locale: str, kind: str) -> None:
        title = hit_view(Hit(EntryKind.DOCUMENT, "ref", "2026-0012", "Сайт", kind, "d"), locale).title
        assert "2026-0012" in title
        assert title != "2026-0012"


class TestHitViews:
    @pytest.mark.parametrize(("locale", "stage", "amount"), [("ru", "Бриф", "1 200 ₽"), ("en", "Brief", "1,200 ₽")])
    def test_tell_where_a_deal_stands_in_the_readers_language(self, locale: str, stage: str, amount: str) -> None:
        hit = Hit(EntryKind.DEAL, "d", "Сайт", "Север", "", "d")
        standing = Standing("Бриф", "Brief", Money(120_000, "RUB"))
        [view] = hit_views(Findings(Found((hit,), ""), {"d": standing}), locale)
        assert (view.stage, view.amount.replace("\xa0", " ")) == (stage, amount)

    def test_say_nothing_of_a_sum_that_is_not_known(self) -> None:
        standing = Standing("Бриф", "Brief", Money(0, "RUB"))
        assert hit_view(Hit(EntryKind.DEAL, "d", "Сайт", "", "", "d"), "ru", standing=standing).amount == ""


class TestSearch:
    async def test_shows_what_the_other_layout_finds_as_such(self, seat: Seat) -> None:
        deal_id = seat.deal("Проверка")
        await seat.press(SearchState.search, text="ghjdthrf")
        assert await seat.shows(SearchState, "other") == "проверка"
        shown = await seat.shows(SearchState, "hits")
        [deal] = [hit for hit in shown if hit.kind == "deal"]
        assert (deal.href, deal.other, deal.stage != "") == (f"/deal/{deal_id}", True, True)
        await seat.press(SearchState.search, text="проверка")
        assert {hit.other for hit in await seat.shows(SearchState, "hits")} == {False}
