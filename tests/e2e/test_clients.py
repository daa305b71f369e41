"""Two cards of one client become one and two again; what a manager has goes to a colleague."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


class TestMerge:
    def test_is_shown_before_and_undone_after(self, site: Site, staff: Visit) -> None:
        with closing(sqlite3.connect(site.data / "studio.db")) as database:
            (kept, name), (_, other) = database.execute(
                "SELECT id, name FROM client WHERE merged_into IS NULL ORDER BY created_at DESC LIMIT 2"
            ).fetchall()
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/clients/{kept}")
        deals = page.locator(".client-panel").first.locator(".client-line")
        expect(deals.first).to_be_visible()
        before = deals.count()
        page.get_by_role("button", name="Merge with another").click()
        page.fill("[role=dialog] input[type=search]", other)
        page.locator("[role=dialog] .client-line", has_text=other).get_by_role("button").click()
        expect(page.get_by_role("dialog")).to_contain_text("Contacts that come over")
        page.locator("[role=dialog] .client-choice", has_text=name).get_by_text(other, exact=True).click()
        page.get_by_role("button", name="Merge", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(other)
        assert deals.count() > before
        page.get_by_role("button", name="Take apart").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(deals).to_have_count(before)


class TestHandover:
    def test_gives_what_the_filter_shows_with_its_tasks(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/hand-over")
        whose, stage = (page.locator(".handover-filters select").nth(place) for place in (0, 1))
        whose.select_option(label="Вера Полякова")
        stage.select_option(label="Brief")
        rows = page.locator(".handover > li")
        expect(rows.first).to_contain_text("Brief")
        expect(page.locator(".handover > li", has_not_text="Brief")).to_have_count(0)
        count, first = rows.count(), rows.first.get_by_role("link").get_attribute("href")
        page.locator("[name=to]").select_option(label="Иван Лебедев")
        page.get_by_role("button", name=f"Hand over {count} deal").click()
        expect(page.get_by_text(f"{count} deal")).to_be_visible()
        expect(rows).to_have_count(0)
        page.goto(f"{site.url}{first}")
        expect(page.get_by_role("combobox", name="Manager")).to_contain_text("Иван Лебедев")
        expect(page.locator(".deal-history")).to_contain_text("Иван Лебедев")
