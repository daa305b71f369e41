"""Ctrl+K finds what is meant, whichever keyboard layout is on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.core.ids import new_id
from studio_app.domain.search.layouts import other_layout
from tests.e2e.server import Site
from tests.e2e.test_reconnect import Late

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
SHOWN_FOR = {"ru-RU": "Показано по запросу «{}»", "en-GB": "Shown for “{}”"}


def open_palette(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/")
    expect(page.locator(".board-card").first).to_be_visible()
    page.keyboard.press("Control+KeyK")


@pytest.mark.parametrize(("locale", "word"), [("ru-RU", "Проверка"), ("en-GB", "Studio")])
class TestTheOtherLayout:
    def test_finds_the_deal_with_its_stage_under_a_plain_line(
        self, site: Site, staff: Visit, deals, locale: str, word: str
    ) -> None:
        name = f"{word} {new_id()[-6:]}"
        [deal_id] = deals(name)
        page = staff("manager", locale=locale).new_page()
        open_palette(page, site)
        field, found = page.locator(".palette-input"), page.locator(".palette-item")
        field.fill(other_layout(name))
        expect(page.locator(".palette-other")).to_have_text(SHOWN_FOR[locale].format(name))
        expect(found.first).to_contain_text(name)
        expect(found.first.locator(".palette-stage")).not_to_be_empty()
        field.fill(name)
        expect(page.locator(".palette-other")).to_have_count(0)
        expect(found.first).to_contain_text(name)
        field.press("Enter")
        page.wait_for_url(f"{site.url}/deal/{deal_id}")


class TestWhatIsPointedAt:
    def test_stays_where_it_is_while_more_comes_in(self, site: Site, staff: Visit, deals) -> None:
        mark = new_id()[-6:]
        for name in ("Зефир", "Зефирная"):
            deals(f"{name} {mark}")
        page = staff("manager").new_page()
        answers = Late(page)
        open_palette(page, site)
        field, titles = page.locator(".palette-input"), page.locator(".palette-title")
        field.fill(f"зефирн {mark}")
        expect(titles.first).to_contain_text("Зефирная")
        answers.hold()
        field.fill(f"зефир {mark}")
        field.press("ArrowDown")
        pointed = page.locator(".palette-item[data-selected=true]").inner_text()
        places = titles.all_inner_texts()
        answers.let_go()
        expect(titles.filter(has_text=re.compile(rf"Зефир {mark}"))).not_to_have_count(0)
        assert titles.all_inner_texts()[: len(places)] == places
        assert page.locator(".palette-item[data-selected=true]").inner_text() == pointed
