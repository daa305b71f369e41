"""The board as a table and as a calendar in real browsers; axe-core finds nothing serious in any of its forms."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from studio_app.core.ids import new_id
from tests.e2e.conftest import Site, Visit

pytestmark = pytest.mark.e2e


def opened(context_of: Visit, site: Site, query: str, role: str = "owner", **kind: object) -> Page:
    page = context_of(role, locale="en-GB", **kind).new_page()
    page.goto(f"{site.url}/?{query}")
    expect(page.locator(".board-card, .board-table .table-title, .cal").first).to_be_visible()
    return page


def row(page: Page, deal_id: str) -> Locator:
    return page.locator(f".table-row[data-deal='{deal_id}']")


class TestTable:
    def test_is_changed_in_its_cells_before_everybodys_eyes(self, site: Site, staff: Visit, deals) -> None:
        [deal] = deals(f"Bakery {new_id()[-6:]}")
        hers, his = (opened(staff, site, "view=table", role) for role in ("owner", "manager"))
        row(hers, deal).hover()
        row(hers, deal).locator(".table-pencil").click()
        hers.keyboard.type("A site for the bakery")
        hers.keyboard.press("Enter")
        expect(row(his, deal).locator(".table-title")).to_have_text("A site for the bakery")
        row(hers, deal).locator(".amount button").click()
        hers.keyboard.type("123 456")
        hers.keyboard.press("Enter")
        for page in (his, hers):  # a change of what one sees: the next one is of what has become of it
            expect(row(page, deal).locator(".amount")).to_contain_text("123,456")
        row(hers, deal).locator(".stage button").click()
        row(hers, deal).locator(".stage select").select_option(label="Proposal")
        expect(hers.locator("[data-sonner-toast]").first).to_contain_text("Send the proposal first")
        expect(row(hers, deal).locator(".stage")).to_contain_text("Brief")

    def test_keeps_its_order_and_columns_in_the_file(self, site: Site, staff: Visit) -> None:
        page = opened(staff, site, "view=table&sort=-amount")
        page.get_by_role("button", name="Columns").click()
        for name in ("Client", "Stage", "Manager", "Next task", "In stage"):
            page.get_by_role("checkbox", name=name, exact=True).uncheck()
        page.keyboard.press("Escape")
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        lines = download.value.path().read_text().splitlines()
        assert lines[0].removeprefix("\ufeff") == "Deal,Amount,Currency"
        amounts = [float(line.split(",")[-2]) for line in lines[1:]]
        assert amounts == sorted(amounts, reverse=True)
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("button", name="Default").click()


class TestCalendar:
    def test_puts_a_task_off_by_keys_and_takes_it_back(self, site: Site, staff: Visit) -> None:
        hers, his = (opened(staff, site, "view=calendar", role) for role in ("owner", "manager"))
        task = hers.locator("[data-day] .cal-task").first
        key, day = task.get_attribute("data-task"), task.locator("input").input_value()
        later = (date.fromisoformat(day) + timedelta(days=7)).isoformat()
        task.focus()
        hers.keyboard.press("Shift+BracketRight")
        expect(his.locator(f"[data-day='{later}'] [data-task='{key}']")).to_be_attached()
        hers.keyboard.press("Control+z")
        expect(his.locator(f"[data-day='{day}'] [data-task='{key}']")).to_be_attached()
        hers.locator(f"[data-task='{key}']").press("Enter")
        expect(hers).to_have_url(re.compile("/deal/"))


class TestEverybody:
    @pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
    def test_can_use_the_board_in_each_form(self, site: Site, staff: Visit, theme: str, width: int) -> None:
        page = opened(staff, site, "", theme=theme, width=width)
        for query in ("view=board", "view=table", "view=calendar", "view=calendar&span=week"):
            page.goto(f"{site.url}/?{query}")
            expect(page.locator(".board-card, .board-table .table-title, .cal-head").first).to_be_visible()
            found = Axe().run(page).response["violations"]
            assert [
                (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}
            ] == []
